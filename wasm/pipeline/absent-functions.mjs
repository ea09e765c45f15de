// absent-functions.mjs — functions that are declared and cannot be had in a page: what the linker
// misses, and what a reader is told about it. (Those that can fail politely do so when they are
// called: runtime/absent.hpp.)

/** A reason, and the functions that it holds for.
 *  @type {[string, string][]} */
const groups = [
  ['a program here is one process, with threads',
    '_Fork clone unshare setns daemon process_vm_readv process_vm_writev'],
  ['signals come from nowhere here; take strait::after, strait::tick or a thread that sleeps',
    'alarm ualarm setitimer timer_create timer_delete timer_settime timer_gettime ' +
      'timer_getoverrun sigqueue sigsuspend sigpause sigset sighold sigignore sigrelse'],
  ['there is no other process to share or exchange anything with; threads share all memory',
    'shmget shmat shmdt shmctl semget semop semtimedop semctl msgget msgsnd msgrcv msgctl ftok ' +
      'mq_open mq_close mq_send mq_receive mq_timedsend mq_timedreceive mq_getattr mq_setattr ' +
      'mq_notify mq_unlink memfd_create remap_file_pages'],
  ['a stack of one’s own cannot be switched to; take a thread or a coroutine',
    'getcontext makecontext setcontext swapcontext'],
  ['where a thread runs is the browser’s to decide',
    'sched_setaffinity sched_getaffinity sched_getcpu sched_setscheduler sched_getscheduler ' +
      'sched_setparam sched_getparam sched_rr_get_interval pthread_setaffinity_np ' +
      'pthread_getaffinity_np __sched_cpucount'],
  ['threads have no names here', 'pthread_setname_np pthread_getname_np'],
  ['programs here have no network',
    'gethostbyaddr gethostbyaddr_r gethostbyname2 gethostbyname2_r gethostbyname_r ' +
      'getprotobyname getprotobynumber getprotoent setprotoent endprotoent sethostname'],
  ['there is no system to administer',
    'settimeofday adjtime vhangup sysinfo syncfs getpass getusershell setusershell endusershell ' +
      'getutxent getutxid getutxline pututxline setutxent endutxent updwtmpx utmpxname ulimit ' +
      'prlimit getgrouplist initgroups fgetgrent putgrent fgetpwent putpwent cuserid'],
  ['the page itself is out of a program’s reach; print with std::printf',
    'emscripten_console_log emscripten_console_warn emscripten_console_error ' +
      'emscripten_console_trace emscripten_out emscripten_err emscripten_run_script ' +
      'emscripten_run_script_int emscripten_run_script_string emscripten_set_timeout ' +
      'emscripten_set_main_loop emscripten_promise_create emscripten_promise_destroy ' +
      'emscripten_promise_resolve'],
  ['take std::random_device', 'getrandom'],
  ['take std::get_time', 'strptime'],
  ['take std::filesystem::recursive_directory_iterator', 'ftw'],
  ['take futimens or std::filesystem::last_write_time', 'futimes lutimes'],
  ['take std::filesystem::copy_file', 'copy_file_range splice tee vmsplice'],
  ['the file system has no extended attributes',
    'getxattr lgetxattr fgetxattr setxattr lsetxattr fsetxattr listxattr llistxattr flistxattr ' +
      'removexattr lremovexattr fremovexattr name_to_handle_at open_by_handle_at'],
];

/** By the function's name. @type {Map<string, string>} */
const reasons = new Map(
  groups.flatMap(([reason, names]) => names.split(' ').map((name) => [name, reason])),
);

/** What the C library's own functions miss inside, and the functions that a reader wrote. */
const insides = new Map([['_setitimer_js', ['setitimer', 'alarm', 'ualarm']]]);

/** @param {string} symbol */
export const namesInSource = (symbol) => insides.get(symbol) ?? [symbol];

/**
 * @param {string} symbol that the linker misses, as it prints it
 * @param {string} written the reader's own name for it
 * @returns {string | undefined} a sentence, if it is one that cannot be had
 */
export function absentFunction(symbol, written) {
  const name = /^\w+/.exec(written)?.[0] ?? '';
  const reason = reasons.get(name);
  if (reason !== undefined) return `${name}: not to be had in a page: ${reason}`;
  // Names that begin so belong to the C library: a reader wrote no such thing.
  if (/^(__syscall_|__wasi_|_emscripten_|emscripten_)|^_\w+_js$/.test(symbol)) {
    return `a function of the C library needs ${symbol}, which is not to be had in a page`;
  }
  return undefined;
}
