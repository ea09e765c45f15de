# tests/gdb: what the debugger shows of handles (core/gdb/strait.py).
find_program(STRAIT_GDB NAMES gdb DOC "Tests the printers for the debugger")
if(CMAKE_CROSSCOMPILING OR CMAKE_CXX_FLAGS MATCHES "fsanitize")
  message(STATUS "tests/gdb is left out: it needs a native build without sanitizers")
  return()
endif()
if(NOT STRAIT_GDB)
  message(STATUS "tests/gdb is left out: there is no gdb")
  return()
endif()

add_executable(gdb_handles gdb/handles.cpp)
target_link_libraries(gdb_handles PRIVATE strait_test_options)
target_compile_options(gdb_handles PRIVATE -g -O0)
add_test(NAME gdb.handles
         COMMAND ${STRAIT_GDB} -batch -nx -ex "source ${PROJECT_SOURCE_DIR}/core/gdb/strait.py" -ex
                 "source ${CMAKE_CURRENT_SOURCE_DIR}/gdb/check.py" $<TARGET_FILE:gdb_handles>)
# Some containers do not let one process look into another; some gdb have no Python.
set_tests_properties(
  gdb.handles
  PROPERTIES LABELS gdb TIMEOUT 300 SKIP_REGULAR_EXPRESSION
             "Could not trace the inferior process|Python scripting is not supported")
