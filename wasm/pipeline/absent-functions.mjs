// absent-functions.mjs — functions that are declared but not available in a page: what the linker
// does not find, and the message for the reader. (Functions that can report an error do so when
// they are called: runtime/absent.hpp.)

/** A reason, and the functions that it applies to.
 *  @type {[string, string][]} */
const groups = [
  ['a program is a single process with threads',
    '_Fork clone unshare setns daemon process_vm_readv process_vm_writev'],
  ['nothing sends signals; use strait::after, strait::tick or a thread that sleeps',
    'alarm ualarm setitimer timer_create timer_delete timer_settime timer_gettime ' +
      'timer_getoverrun sigqueue sigsuspend sigpause sigset sighold sigignore sigrelse'],
  ['there is no other process to communicate with; threads share all memory',
    'shmget shmat shmdt shmctl semget semop semtimedop semctl msgget msgsnd msgrcv msgctl ftok ' +
      'mq_open mq_close mq_send mq_receive mq_timedsend mq_timedreceive mq_getattr mq_setattr ' +
      'mq_notify mq_unlink memfd_create remap_file_pages'],
  ['stacks cannot be switched; use a thread or a coroutine',
    'getcontext makecontext setcontext swapcontext'],
  ['the browser decides where a thread runs',
    'sched_setaffinity sched_getaffinity sched_getcpu sched_setscheduler sched_getscheduler ' +
      'sched_setparam sched_getparam sched_rr_get_interval pthread_setaffinity_np ' +
      'pthread_getaffinity_np __sched_cpucount'],
  ['threads have no names', 'pthread_setname_np pthread_getname_np'],
  ['programs have no network access',
    'gethostbyaddr gethostbyaddr_r gethostbyname2 gethostbyname2_r gethostbyname_r ' +
      'getprotobyname getprotobynumber getprotoent setprotoent endprotoent sethostname'],
  ['there is no system to administer',
    'settimeofday adjtime vhangup sysinfo syncfs getpass getusershell setusershell endusershell ' +
      'getutxent getutxid getutxline pututxline setutxent endutxent updwtmpx utmpxname ulimit ' +
      'prlimit getgrouplist initgroups fgetgrent putgrent fgetpwent putpwent cuserid'],
  ['a program cannot access the page; print with std::printf',
    'emscripten_console_log emscripten_console_warn emscripten_console_error ' +
      'emscripten_console_trace emscripten_out emscripten_err emscripten_run_script ' +
      'emscripten_run_script_int emscripten_run_script_string emscripten_set_timeout ' +
      'emscripten_set_main_loop emscripten_promise_create emscripten_promise_destroy ' +
      'emscripten_promise_resolve'],
  ['use std::get_time', 'strptime'],
  ['use std::filesystem::recursive_directory_iterator', 'ftw'],
  ['use futimens or std::filesystem::last_write_time', 'futimes lutimes'],
  ['use std::filesystem::copy_file', 'copy_file_range splice tee vmsplice'],
  ['the file system has no extended attributes',
    'getxattr lgetxattr fgetxattr setxattr lsetxattr fsetxattr listxattr llistxattr flistxattr ' +
      'removexattr lremovexattr fremovexattr name_to_handle_at open_by_handle_at'],
];

/** By the function's name. @type {Map<string, string>} */
const reasons = new Map(
  groups.flatMap(([reason, names]) => names.split(' ').map((name) => [name, reason])),
);

/** Functions that the C library needs internally, and the functions that a reader calls. */
const insides = new Map([['_setitimer_js', ['setitimer', 'alarm', 'ualarm']]]);

/** @param {string} symbol */
export const namesInSource = (symbol) => insides.get(symbol) ?? [symbol];

/**
 * @param {string} symbol that the linker does not find, as it prints it
 * @param {string} written the reader's own name for it
 * @returns {string | undefined} a sentence, if it is not available
 */
export function absentFunction(symbol, written) {
  const name = /^\w+/.exec(written)?.[0] ?? '';
  const reason = reasons.get(name);
  if (reason !== undefined) return `${name}: not available in a page: ${reason}`;
  // Names that begin so belong to the C library: a reader wrote no such thing.
  if (/^(__syscall_|__wasi_|_emscripten_|emscripten_)|^_\w+_js$/.test(symbol)) {
    return `a function of the C library needs ${symbol}, which is not available in a page`;
  }
  return undefined;
}
