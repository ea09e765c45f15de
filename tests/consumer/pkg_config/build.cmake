# Builds and runs the consumer with nothing but a compiler and pkg-config, as a makefile would.
# Given: PKG_CONFIG, PREFIX (where strait is installed), COMPILER, FLAGS (a list), OUTPUT,
# EMULATOR (a command that starts what was built, or nothing).
set(ENV{PKG_CONFIG_PATH} ${PREFIX}/share/pkgconfig)

function(ask option result)
  execute_process(COMMAND ${PKG_CONFIG} ${option} strait OUTPUT_VARIABLE answer
                  OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
  separate_arguments(answer UNIX_COMMAND "${answer}")
  set(${result} ${answer} PARENT_SCOPE)
endfunction()

ask(--modversion version)
ask(--cflags cflags)
ask(--libs libs)
execute_process(
  COMMAND ${COMPILER} -std=c++23 ${FLAGS} ${cflags} -DCONSUMER_FOUND_VERSION="${version}"
          ${CMAKE_CURRENT_LIST_DIR}/../main.cpp -o ${OUTPUT} ${libs} COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${EMULATOR} ${OUTPUT} COMMAND_ERROR_IS_FATAL ANY)
