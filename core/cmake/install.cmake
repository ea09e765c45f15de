# What `cmake --install` puts where, for find_package(strait) and for pkg-config. Nothing in it
# names the place it was built or installed in: the folder may be moved. No part depends on the
# processor, hence share/ and not lib/.
include(CMakePackageConfigHelpers)

set(package share/cmake/strait)

install(DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR}/include/ DESTINATION include COMPONENT strait)
install(TARGETS strait EXPORT strait-targets)
install(EXPORT strait-targets NAMESPACE strait:: DESTINATION ${package} COMPONENT strait)

# Before 1.0 a new minor version may change what was there.
write_basic_package_version_file(${CMAKE_CURRENT_BINARY_DIR}/strait-config-version.cmake
                                 COMPATIBILITY SameMinorVersion ARCH_INDEPENDENT)
set(strait_link_options -pthread)
if(WIN32)
  string(APPEND strait_link_options " -lsynchronization")
endif()
configure_file(${CMAKE_CURRENT_LIST_DIR}/strait.pc.in strait.pc @ONLY)
install(FILES ${CMAKE_CURRENT_LIST_DIR}/strait-config.cmake
              ${CMAKE_CURRENT_BINARY_DIR}/strait-config-version.cmake
        DESTINATION ${package} COMPONENT strait)
install(FILES ${CMAKE_CURRENT_BINARY_DIR}/strait.pc DESTINATION share/pkgconfig COMPONENT strait)
install(FILES ${CMAKE_CURRENT_SOURCE_DIR}/gdb/strait.py DESTINATION share/strait/gdb
        COMPONENT strait)
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE ${CMAKE_CURRENT_SOURCE_DIR}/CHANGELOG.md
              ${CMAKE_CURRENT_SOURCE_DIR}/README.md
        DESTINATION share/doc/strait COMPONENT strait)
