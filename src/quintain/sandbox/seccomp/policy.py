"""Which system calls a box may make, as data. ``compiler`` turns it into a filter for one architecture.

Whatever is named nowhere answers ENOSYS, as on an older kernel, so that libraries fall back to what they used before.
"""

from dataclasses import dataclass
from enum import StrEnum
from errno import EAFNOSUPPORT, EINVAL, ENOSYS, EOPNOTSUPP, EPERM

CLONE_NAMESPACES = 0x0002_0000 | 0x0200_0000 | 0x0400_0000 | 0x0800_0000 | 0x1000_0000 | 0x2000_0000 | 0x4000_0000

# Files, memory, processes, signals, time, waiting, and sockets that never leave the box's own network namespace.
ALLOWED = frozenset(
    """
    read write open close stat fstat lstat poll lseek mmap mprotect munmap brk rt_sigaction rt_sigprocmask rt_sigreturn
    pread64 pwrite64 readv writev access pipe select sched_yield mremap msync dup dup2 pause nanosleep
    getitimer alarm setitimer getpid sendfile connect accept sendto recvfrom sendmsg recvmsg shutdown bind listen
    getsockname getpeername socketpair getsockopt fork vfork execve exit wait4 kill uname flock fsync fdatasync truncate
    ftruncate getdents getcwd chdir fchdir rename mkdir rmdir creat link unlink symlink readlink chmod fchmod chown
    fchown lchown umask gettimeofday getrlimit getrusage sysinfo times getuid getgid geteuid getegid setpgid getppid
    getpgrp setsid getgroups getresuid getresgid getpgid getsid capget rt_sigpending rt_sigtimedwait rt_sigqueueinfo
    rt_sigsuspend sigaltstack utime mknod statfs fstatfs getpriority setpriority sched_getparam sched_getscheduler
    sched_get_priority_max sched_get_priority_min sched_rr_get_interval mlock munlock mlockall munlockall arch_prctl
    setrlimit sync gettid tkill time futex sched_getaffinity epoll_create getdents64 set_tid_address
    restart_syscall timer_create timer_settime timer_gettime timer_getoverrun timer_delete clock_gettime
    clock_getres clock_nanosleep exit_group epoll_wait epoll_ctl tgkill utimes waitid openat mkdirat mknodat fchownat
    futimesat newfstatat unlinkat renameat linkat symlinkat readlinkat fchmodat faccessat pselect6 ppoll
    set_robust_list get_robust_list splice tee sync_file_range utimensat epoll_pwait signalfd timerfd_create eventfd
    fallocate timerfd_settime timerfd_gettime accept4 signalfd4 eventfd2 epoll_create1 dup3 pipe2 preadv pwritev
    rt_tgsigqueueinfo recvmmsg prlimit64 syncfs sendmmsg getcpu sched_getattr renameat2 getrandom execveat membarrier
    mlock2 copy_file_range statx rseq get_mempolicy pidfd_send_signal pidfd_open close_range openat2
    faccessat2 epoll_pwait2 futex_waitv futex_wake futex_wait futex_requeue fchmodat2 mseal
    """.split()  # noqa: SIM905 (a list of 200 lines hides more)
)

# Refused with EPERM, as the kernel refuses an ordinary user: nothing falls back from these, and the word is clear.
REFUSED = frozenset(
    """
    ptrace process_vm_readv process_vm_writev kcmp pidfd_getfd process_madvise
    mount umount2 pivot_root chroot open_tree move_mount fsopen fsconfig fsmount fspick mount_setattr
    unshare setns
    setuid setgid setreuid setregid setgroups setresuid setresgid setfsuid setfsgid capset personality
    bpf perf_event_open userfaultfd seccomp keyctl add_key request_key memfd_create memfd_secret
    inotify_init inotify_init1 inotify_add_watch fanotify_init fanotify_mark
    shmget shmat shmctl shmdt semget semop semctl semtimedop msgget msgsnd msgrcv msgctl
    mq_open mq_unlink mq_timedsend mq_timedreceive mq_notify mq_getsetattr
    sched_setaffinity sched_setscheduler sched_setparam sched_setattr ioprio_set mbind set_mempolicy migrate_pages
    move_pages vmsplice remap_file_pages name_to_handle_at open_by_handle_at
    reboot kexec_load kexec_file_load init_module finit_module delete_module swapon swapoff acct quotactl quotactl_fd
    settimeofday clock_settime clock_adjtime adjtimex sethostname setdomainname syslog iopl ioperm modify_ldt vhangup
    lookup_dcookie uselib ustat sysfs nfsservctl readahead mincore cachestat
    """.split()  # noqa: SIM905 (a list of 200 lines hides more)
)

# shutil.copy2 and copytree tolerate "not supported" here, and nothing else.
WITHOUT_ATTRIBUTES = frozenset(
    f"{prefix}{verb}xattr" for verb in ("get", "set", "list", "remove") for prefix in ("", "l", "f")
)


class Test(StrEnum):
    """How an argument's low 32 bits are compared. The kernel itself reads no more of these arguments."""

    EQUALS = "equals"
    HAS_ANY_BIT = "has any bit"


@dataclass(frozen=True, slots=True)
class Case:
    """One look at one argument: if the test holds for any of ``values``, the call is answered with ``answer``."""

    argument: int
    test: Test
    values: tuple[int, ...]
    answer: int | None
    """An errno (0 = do nothing and say it worked), or None to allow the call."""


@dataclass(frozen=True, slots=True)
class Inspected:
    """A system call whose arguments decide. The first case that holds answers, else ``otherwise``."""

    name: str
    cases: tuple[Case, ...]
    otherwise: int | None


TIOCSTI, TIOCLINUX, TIOCSETD = 0x5412, 0x541C, 0x5423
AF_UNIX, AF_INET, AF_INET6 = 1, 2, 10
SOL_SOCKET = 1
SO_SNDBUF, SO_RCVBUF, SO_SNDBUFFORCE, SO_RCVBUFFORCE = 7, 8, 32, 33
F_SETPIPE_SZ = 1031
F_OFD_GETLK, F_OFD_SETLK, F_OFD_SETLKW = 36, 37, 38
F_SETLEASE, F_NOTIFY = 1024, 1026
F_GET_RW_HINT, F_SET_RW_HINT, F_GET_FILE_RW_HINT, F_SET_FILE_RW_HINT = 1035, 1036, 1037, 1038
MADV_COLD, MADV_PAGEOUT, MADV_COLLAPSE = 20, 21, 25
PR_SET_PDEATHSIG, PR_GET_PDEATHSIG, PR_GET_DUMPABLE, PR_SET_NAME, PR_GET_NAME = 1, 2, 3, 15, 16
PR_SET_VMA = 0x53564D41

INSPECTED = (
    # A new user namespace is the first step of most kernel exploits of the last years; threads and forks stay possible.
    Inspected("clone", (Case(0, Test.HAS_ANY_BIT, (CLONE_NAMESPACES,), EPERM),), None),
    # The flags of clone3 lie in memory, which a filter cannot read. The C library falls back to clone.
    Inspected("clone3", (), ENOSYS),
    # The first two push characters into the terminal that the server runs in. The third has the kernel load other
    # line disciplines, a rich source of its flaws (CVE-2017-2636): a box that was handed a terminal needs none.
    Inspected("ioctl", (Case(1, Test.EQUALS, (TIOCSTI, TIOCLINUX, TIOCSETD), EPERM),), None),
    # Netlink, packet, vsock, AF_ALG and the rest are kernel surface that no lab needs.
    Inspected("socket", (Case(0, Test.EQUALS, (AF_UNIX, AF_INET, AF_INET6), None),), EAFNOSUPPORT),
    # Socket buffers are kernel memory that no rlimit counts: one process held 486 MB. Asking for more is ignored.
    Inspected("setsockopt", (Case(2, Test.EQUALS, (SO_SNDBUF, SO_RCVBUF, SO_SNDBUFFORCE, SO_RCVBUFFORCE), 0),), None),
    # A pipe's buffer is kernel memory too. The others are mailboxes: a lease and a notice tell who else has opened a
    # file or folder that boxes share, a hint is a number kept in such a file, and locks of open files are shown to
    # everybody in /proc/locks. Ordinary locks stay: see ``tree_holder.py``.
    Inspected(
        "fcntl",
        (
            Case(1, Test.EQUALS, (F_SETPIPE_SZ, F_SETLEASE, F_NOTIFY), EPERM),
            Case(
                1,
                Test.EQUALS,
                (
                    F_OFD_GETLK,
                    F_OFD_SETLK,
                    F_OFD_SETLKW,
                    F_GET_RW_HINT,
                    F_SET_RW_HINT,
                    F_GET_FILE_RW_HINT,
                    F_SET_FILE_RW_HINT,
                ),
                EINVAL,
            ),
        ),
        None,
    ),
    # Which pages of a file are in the kernel's cache is a mailbox for programs that clear it and ask without reading.
    # Advice may be ignored (POSIX), and is; a read that would say "not in the cache" is not supported.
    Inspected("fadvise64", (), 0),
    Inspected("preadv2", (Case(5, Test.EQUALS, (0,), None),), EOPNOTSUPP),
    Inspected("pwritev2", (Case(5, Test.EQUALS, (0,), None),), EOPNOTSUPP),
    Inspected("madvise", (Case(2, Test.EQUALS, (MADV_COLD, MADV_PAGEOUT, MADV_COLLAPSE), EINVAL),), None),
    Inspected(
        "prctl",
        (
            Case(
                0,
                Test.EQUALS,
                (PR_SET_PDEATHSIG, PR_GET_PDEATHSIG, PR_GET_DUMPABLE, PR_SET_NAME, PR_GET_NAME, PR_SET_VMA),
                None,
            ),
        ),
        EPERM,
    ),
)
