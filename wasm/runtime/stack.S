# stack.S — the limits of each thread's stack, and the one way to move its stack pointer. Takes the
# place of compiler-rt's stack_limits.o.
#
# Every instance (one a thread) has globals of its own, which no pointer of a program can reach.
# pipeline/guard-stack.mjs makes every write of __stack_pointer, in the program and in the libraries
# alike, a call of strait_move_stack: nothing passes below a stack's limit, not even for a moment.

.functype strait_stack_overflow () -> ()
.globaltype __stack_pointer, i32
.globaltype stack_base, i32
stack_base:
.globaltype stack_end, i32
stack_end:
.globaltype stack_limit, i32
stack_limit:

.section .text.emscripten_stack_set_limits,"",@
.globl emscripten_stack_set_limits
emscripten_stack_set_limits:            # (base, end): the stack grows from base down to end
  .functype emscripten_stack_set_limits (i32, i32) -> ()
  local.get 0
  global.set stack_base
  local.get 1
  global.set stack_end
  local.get 1
  i32.const 4096                        # kept for the end of a run that has used up the rest
  i32.add
  global.set stack_limit
  end_function

.section .text.strait_move_stack,"",@
.globl strait_move_stack
.export_name strait_move_stack, strait_move_stack
strait_move_stack:
  .functype strait_move_stack (i32) -> ()
  local.get 0
  global.get stack_limit
  i32.lt_u
  if
  i32.const 0                           # what ends the run may use the reserve
  global.set stack_limit
  call strait_stack_overflow            # does not return
  end_if
  local.get 0
  nop                                   # pipeline/guard-stack.mjs leaves alone what follows
  nop
  nop
  nop
  global.set __stack_pointer
  end_function

.section .text.emscripten_stack_init,"",@
.globl emscripten_stack_init
emscripten_stack_init:                  # of the runner's own thread
  .functype emscripten_stack_init () -> ()
  i32.const __stack_high
  i32.const __stack_low
  i32.const 15
  i32.add
  i32.const -16
  i32.and
  call emscripten_stack_set_limits
  end_function

.section .text.emscripten_stack_get_base,"",@
.globl emscripten_stack_get_base
emscripten_stack_get_base:
  .functype emscripten_stack_get_base () -> (i32)
  global.get stack_base
  end_function

.section .text.emscripten_stack_get_end,"",@
.globl emscripten_stack_get_end
emscripten_stack_get_end:
  .functype emscripten_stack_get_end () -> (i32)
  global.get stack_end
  end_function

.section .text.emscripten_stack_get_free,"",@
.globl emscripten_stack_get_free
emscripten_stack_get_free:
  .functype emscripten_stack_get_free () -> (i32)
  global.get __stack_pointer
  global.get stack_end
  i32.sub
  end_function
