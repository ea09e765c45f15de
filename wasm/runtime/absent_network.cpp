// absent_network.cpp — sockets and names of other machines.
#include <netdb.h>
#include <sys/socket.h>

#include "absent.hpp"

static constexpr const char* no_network = "programs have no network access";

extern "C" {

int socket(int, int, int) { return STRAIT_FAIL("socket", no_network, EAFNOSUPPORT); }
int socketpair(int, int, int, int*) {
  return STRAIT_FAIL("socketpair", no_network, EAFNOSUPPORT);
}

// No descriptor is a socket.
int bind(int, const sockaddr*, socklen_t) { return errno = ENOTSOCK, -1; }
int connect(int, const sockaddr*, socklen_t) { return errno = ENOTSOCK, -1; }
int listen(int, int) { return errno = ENOTSOCK, -1; }
int accept(int, sockaddr*, socklen_t*) { return errno = ENOTSOCK, -1; }
int accept4(int, sockaddr*, socklen_t*, int) { return errno = ENOTSOCK, -1; }
int shutdown(int, int) { return errno = ENOTSOCK, -1; }
int getsockname(int, sockaddr*, socklen_t*) { return errno = ENOTSOCK, -1; }
int getpeername(int, sockaddr*, socklen_t*) { return errno = ENOTSOCK, -1; }
int getsockopt(int, int, int, void*, socklen_t*) { return errno = ENOTSOCK, -1; }
int setsockopt(int, int, int, const void*, socklen_t) { return errno = ENOTSOCK, -1; }
ssize_t send(int, const void*, size_t, int) { return errno = ENOTSOCK, -1; }
ssize_t sendto(int, const void*, size_t, int, const sockaddr*, socklen_t) {
  return errno = ENOTSOCK, -1;
}
ssize_t sendmsg(int, const msghdr*, int) { return errno = ENOTSOCK, -1; }
ssize_t recv(int, void*, size_t, int) { return errno = ENOTSOCK, -1; }
ssize_t recvfrom(int, void*, size_t, int, sockaddr*, socklen_t*) { return errno = ENOTSOCK, -1; }
ssize_t recvmsg(int, msghdr*, int) { return errno = ENOTSOCK, -1; }

int getaddrinfo(const char*, const char*, const addrinfo*, addrinfo**) {
  return STRAIT_REFUSE("getaddrinfo", no_network, EAI_FAIL);
}
void freeaddrinfo(addrinfo*) {}
int getnameinfo(const sockaddr*, socklen_t, char*, socklen_t, char*, socklen_t, int) {
  return STRAIT_REFUSE("getnameinfo", no_network, EAI_FAIL);
}
hostent* gethostbyname(const char*) {
  h_errno = STRAIT_REFUSE("gethostbyname", no_network, NO_RECOVERY);
  return nullptr;
}
}
