# find_package(strait) → strait::strait. There are no components.
include(CMakeFindDependencyMacro)
find_dependency(Threads)

include(${CMAKE_CURRENT_LIST_DIR}/strait-targets.cmake)

foreach(component IN LISTS strait_FIND_COMPONENTS)
  if(strait_FIND_REQUIRED_${component})
    set(strait_FOUND FALSE)
    set(strait_NOT_FOUND_MESSAGE "strait has no components, and none named ${component}")
  endif()
endforeach()
