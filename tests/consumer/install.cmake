# Installs the library, then moves it: what is installed must not know where it was put at first.
# Given: BUILD (a build tree), PREFIX (where it shall lie).
file(REMOVE_RECURSE ${PREFIX} ${PREFIX}-at-first)
execute_process(COMMAND ${CMAKE_COMMAND} --install ${BUILD} --component strait
                        --prefix ${PREFIX}-at-first OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
file(RENAME ${PREFIX}-at-first ${PREFIX})
