// random.cpp — getrandom(), which the C library declares and does not define.
#include <algorithm>
#include <cerrno>

#include <sys/random.h>  // needs std::size_t

extern "C" ssize_t getrandom(void* buffer, size_t size, unsigned flags) {
  if ((flags & ~(GRND_NONBLOCK | GRND_RANDOM)) != 0) return errno = EINVAL, -1;
  constexpr size_t most_at_once = 256;  // of getentropy()
  auto* const bytes = static_cast<unsigned char*>(buffer);
  for (size_t done = 0; done < size; done += most_at_once) {
    if (getentropy(bytes + done, std::min(most_at_once, size - done)) != 0) return -1;
  }
  return static_cast<ssize_t>(size);
}
