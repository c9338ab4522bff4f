/* The adversarial scheduler: preloaded into a suspect, it makes one move of an attacker just before a path call.

   It stands between the program and the C library. Every call that names a path is counted, from the moment when the
   trusted starter of the program asks for BEGIN; before the one that the plan names, a path is exchanged for a link.
   Plan and record lie in a page that is shared with the harness. The program cannot reach it: the file has no name any
   more, the descriptor is closed, and whatever would give a way around this library is marked in the record.
   The layout of the page is repeated in harness/boxed/races.py. */

#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

#define BEGIN "/box/begin"
#define NATIVE "/box/native"
#define LAB "/lab/"
#define MOST_LINKS 16

enum family { OPENS = 1, LOOKS = 2, CHANGES = 4 };
enum spell { FROM_THEN = 1, ONE_CALL = 2, UNTIL_THEN = 3 };
enum mark { STARTED_PROGRAM = 1, LOADED_NATIVE = 2, LOOKED_AT_ITSELF = 4 };

struct page {
    uint32_t lock, ready, begun;
    uint32_t families, spell, number;        /* the plan: before which call, of which families; number 0 is calm */
    uint32_t calls, counted, marks;          /* the record: all path calls, those of the families, enum mark */
    uint32_t moved, is_in, failure;          /* whether the move was made, the link lies there, errno of the move */
    uint32_t line;
    char call[32], path[256], file[128];     /* the call that was held up, and the line of the learner's that made it */
    char victim[512], away[512], target[512], pattern[512];
};

static struct page *page;
static long (*call_kernel)(long, ...);

static void *next(const char *name) {
    return dlsym(RTLD_NEXT, name);
}

static void unset(const char *name) {
    if (getenv(name)) unsetenv(name);
}

__attribute__((constructor)) static void start(void) {
    const char *told = getenv("BOX_SCHEDULER");
    char *rest = NULL;
    call_kernel = next("syscall");
    if (!told) return;
    int descriptor = (int) strtol(told, &rest, 10);
    void *shared = mmap(NULL, sizeof(struct page), PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
    close(descriptor);
    if (shared == MAP_FAILED) return;
    if (*rest == ':') call_kernel(SYS_unlinkat, AT_FDCWD, rest + 1, 0);
    unset("BOX_SCHEDULER");
    unset("LD_PRELOAD");
    page = shared;
    page->ready = 1;
}

static void mark(uint32_t what) {
    if (page && page->begun) __atomic_fetch_or(&page->marks, what, __ATOMIC_SEQ_CST);
}

/* --- The attacker's hand --- */

static void copy(char *to, const char *from, size_t room) {
    size_t length = strnlen(from, room - 1);
    memcpy(to, from, length);
    to[length] = 0;
}

static void move_in(void) {
    page->failure = 0;
    if (call_kernel(SYS_renameat2, AT_FDCWD, page->victim, AT_FDCWD, page->away, 0) == -1 && errno != ENOENT)
        page->failure = (uint32_t) errno;
    else if (call_kernel(SYS_symlinkat, page->target, AT_FDCWD, page->victim) == -1)
        page->failure = (uint32_t) errno;
    else
        page->is_in = 1;
}

static void move_back(void) {
    char found[512];
    long length = call_kernel(SYS_readlinkat, AT_FDCWD, page->victim, found, sizeof found);
    page->is_in = 0;
    if (length != (long) strlen(page->target) || memcmp(found, page->target, (size_t) length) != 0)
        return; /* the program has put something of its own there */
    call_kernel(SYS_unlinkat, AT_FDCWD, page->victim, 0);
    call_kernel(SYS_renameat2, AT_FDCWD, page->away, AT_FDCWD, page->victim, RENAME_NOREPLACE);
}

/* --- The learner's line, asked of the interpreter in whose process this is --- */

#define ASK(type, name, arguments) type (*name) arguments = (type (*) arguments) dlsym(RTLD_DEFAULT, #name)

static void note_line(void) {
    ASK(int, Py_IsInitialized, (void));
    ASK(int, Py_IsFinalizing, (void));
    ASK(int, PyGILState_Ensure, (void));
    ASK(void, PyGILState_Release, (int));
    ASK(void *, PyThreadState_Get, (void));
    ASK(void *, PyThreadState_GetFrame, (void *));
    ASK(void *, PyFrame_GetBack, (void *));
    ASK(void *, PyFrame_GetCode, (void *));
    ASK(int, PyFrame_GetLineNumber, (void *));
    ASK(void *, PyObject_GetAttrString, (void *, const char *));
    ASK(const char *, PyUnicode_AsUTF8, (void *));
    ASK(void, Py_DecRef, (void *));
    if (!Py_IsFinalizing || !PyThreadState_GetFrame || !PyFrame_GetBack || !Py_IsInitialized()) return;
    if (Py_IsFinalizing()) return;
    int state = PyGILState_Ensure();
    void *frame = PyThreadState_GetFrame(PyThreadState_Get());
    while (frame && !page->line) {
        void *code = PyFrame_GetCode(frame);
        void *name = PyObject_GetAttrString(code, "co_filename");
        const char *file = name ? PyUnicode_AsUTF8(name) : NULL;
        if (file && !strncmp(file, LAB, strlen(LAB))) {
            copy(page->file, file + strlen(LAB), sizeof page->file);
            page->line = (uint32_t) PyFrame_GetLineNumber(frame);
        }
        Py_DecRef(name);
        Py_DecRef(code);
        void *outer = PyFrame_GetBack(frame);
        Py_DecRef(frame);
        frame = outer;
    }
    if (frame) Py_DecRef(frame);
    PyGILState_Release(state);
}

/* --- Counting --- */

/* Exempt is what cannot lead to a folder that the program can write. These are read-only, and none of their links leads
   out of them. /dev is not among them: /dev/shm is writable, and /dev/fd/N leads wherever descriptor N does. */
static int is_system(const char *path) {
    static const char *const folders[] = {"/usr/", "/lib", "/etc/", "/box/", "/venv/", "/opt/", "/dev/pts/", NULL};
    static const char *const devices[] = {"/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom",
                                          "/dev/tty", "/dev/ptmx", NULL};
    if (!strcmp(path, "/lab") || !strcmp(path, "/")) return 1; /* every import looks at the work folder itself */
    if (*path != '/' || strstr(path, "..")) return 0;
    for (int i = 0; devices[i]; i++)
        if (!strcmp(path, devices[i])) return 1;
    for (int i = 0; folders[i]; i++)
        if (!strncmp(path, folders[i], strlen(folders[i]))) return 1;
    return 0;
}

static void begin(void) {
    if (page->begun) return;
    if (page->spell == UNTIL_THEN && page->number) move_in();
    page->begun = 1;
}

/* Ask the kernel where a path leads, whatever links, descriptors and dots it goes through. */
static int lead(int folder, const char *path, char *whole, size_t room) {
    char link[64];
    long handle = call_kernel(SYS_openat, folder, path, O_PATH | O_CLOEXEC);
    if (handle < 0) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%ld", handle);
    long length = call_kernel(SYS_readlinkat, AT_FDCWD, link, whole, room - 1);
    call_kernel(SYS_close, handle);
    if (length <= 0) return 0;
    whole[length] = 0;
    return 1;
}

/* Where the name itself lies, in whichever folder that is, and be it a link or not there yet. */
static int lead_to_name(int folder, const char *path, char *whole, size_t room) {
    char parent[1024];
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    size_t length = slash ? (size_t) (slash - path) + 1 : 0;
    if (length >= sizeof parent || !*name || !strcmp(name, ".") || !strcmp(name, "..")) return 0;
    memcpy(parent, length ? path : ".", length ? length : 1);
    parent[length ? length : 1] = 0;
    if (!lead(folder, parent, whole, room)) return 0;
    if (strlen(whole) + strlen(name) + 2 > room) return 0;
    strcat(whole, "/");
    strcat(whole, name);
    return 1;
}

static int is_below(const char *whole) {
    size_t length = strlen(page->pattern);
    if (strncmp(whole, page->pattern, length) || !whole[length]) return 0;
    if (!page->moved && strlen(whole) < sizeof page->victim) copy(page->victim, whole, sizeof page->victim);
    return 1;
}

/* A plan may leave the victim open: "spool/" and an asterisk is whatever the call names below spool, or leads to there
   by links of the program's own, be there something at their end or not yet. */
static int is_meant(int folder, const char *path) {
    char whole[2048], next[2048];
    if (!*page->pattern) return 1;
    if (!lead_to_name(folder, path, whole, sizeof whole)) return 0;
    for (int links = 0; links < MOST_LINKS; links++) {
        if (is_below(whole)) return 1;
        size_t kept = (size_t) (strrchr(whole, '/') - whole) + 1;
        long length = call_kernel(SYS_readlinkat, AT_FDCWD, whole, next + kept, sizeof next - kept - 1);
        if (length <= 0) return 0;
        next[kept + (size_t) length] = 0;
        memcpy(next, whole, kept);
        if (!lead_to_name(AT_FDCWD, next[kept] == '/' ? next + kept : next, whole, sizeof whole)) return 0;
    }
    return 0;
}

static void before(uint32_t family, const char *name, int folder, const char *path) {
    if (!page || !path) return;
    int kept = errno;
    if (!page->begun || !strcmp(path, NATIVE)) {
        if (!strcmp(path, BEGIN)) begin();
        if (!strcmp(path, NATIVE)) mark(LOADED_NATIVE);
        errno = kept;
        return;
    }
    if (!*path || is_system(path)) return;
    int held = 0;
    while (__atomic_exchange_n(&page->lock, 1, __ATOMIC_ACQUIRE)) sched_yield();
    page->calls++;
    if (page->is_in && page->spell == ONE_CALL) move_back();
    int counts = page->families & family && is_meant(folder, path);
    if (counts) page->counted++;
    if (counts && page->number && page->counted == page->number && !page->moved) {
        page->moved = held = 1;
        copy(page->call, name, sizeof page->call);
        copy(page->path, path, sizeof page->path);
        if (page->spell == UNTIL_THEN) move_back();
        else move_in();
    }
    __atomic_store_n(&page->lock, 0, __ATOMIC_RELEASE);
    if (held) note_line();
    errno = kept;
}

/* --- What would lead around the scheduler --- */

static int is_about_itself(const char *path) {
    static const char *const names[] = {"/mem", "/maps", "/smaps", "/numa_maps", "/environ", "/auxv", NULL};
    if (strncmp(path, "/proc/", 6)) return 0;
    if (strstr(path, "/map_files") || strstr(path, "smaps")) return 1;
    for (int i = 0; names[i]; i++) {
        size_t length = strlen(names[i]), all = strlen(path);
        if (all > length && !strcmp(path + all - length, names[i])) return 1;
    }
    return 0;
}

static void opened(int descriptor) {
    char link[64], path[512];
    if (!page || !page->begun || descriptor < 0) return;
    int kept = errno;
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    long length = call_kernel(SYS_readlinkat, AT_FDCWD, link, path, sizeof path - 1);
    if (length > 0) {
        path[length] = 0;
        if (is_about_itself(path)) mark(LOOKED_AT_ITSELF);
    }
    errno = kept;
}

#define FORWARD(type, name, parameters, family, folder, path, ...)                                                     \
    type name parameters {                                                                                             \
        type (*real) parameters = (type (*) parameters) next(#name);                                                   \
        before(family, #name, folder, path);                                                                                  \
        return real(__VA_ARGS__);                                                                                      \
    }

#define MODE(last)                                                                                                     \
    va_list rest;                                                                                                      \
    va_start(rest, last);                                                                                              \
    mode_t mode = last & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0;                                             \
    va_end(rest)

#define OPEN(name)                                                                                                     \
    int name(const char *path, int flags, ...) {                                                                       \
        int (*real)(const char *, int, ...) = (int (*)(const char *, int, ...)) next(#name);                           \
        MODE(flags);                                                                                                   \
        before(OPENS, #name, AT_FDCWD, path);                                                                          \
        int descriptor = real(path, flags, mode);                                                                      \
        opened(descriptor);                                                                                            \
        return descriptor;                                                                                             \
    }

#define OPENAT(name)                                                                                                   \
    int name(int folder, const char *path, int flags, ...) {                                                           \
        int (*real)(int, const char *, int, ...) = (int (*)(int, const char *, int, ...)) next(#name);                 \
        MODE(flags);                                                                                                   \
        before(OPENS, #name, folder, path);                                                                            \
        int descriptor = real(folder, path, flags, mode);                                                              \
        opened(descriptor);                                                                                            \
        return descriptor;                                                                                             \
    }

#define FOPEN(name)                                                                                                    \
    FILE *name(const char *path, const char *how) {                                                                    \
        FILE *(*real)(const char *, const char *) = (FILE *(*)(const char *, const char *)) next(#name);               \
        before(OPENS, #name, AT_FDCWD, path);                                                                          \
        FILE *file = real(path, how);                                                                                  \
        if (file) opened(fileno(file));                                                                                \
        return file;                                                                                                   \
    }

OPEN(open)
OPEN(open64)
OPENAT(openat)
OPENAT(openat64)
FOPEN(fopen)
FOPEN(fopen64)

/* The names below have no prototype in the headers unless code is fortified, or only in old C libraries. */
int __open_2(const char *, int), __open64_2(const char *, int);
int __openat_2(int, const char *, int), __openat64_2(int, const char *, int);
ssize_t __readlink_chk(const char *, char *, size_t, size_t);
ssize_t __readlinkat_chk(int, const char *, char *, size_t, size_t);
char *__realpath_chk(const char *, char *, size_t);
int __xstat(int, const char *, struct stat *), __lxstat(int, const char *, struct stat *);
int __xstat64(int, const char *, struct stat64 *), __lxstat64(int, const char *, struct stat64 *);
int __fxstatat(int, int, const char *, struct stat *, int), __fxstatat64(int, int, const char *, struct stat64 *, int);

int __open_2(const char *path, int flags) { return open(path, flags); }
int __open64_2(const char *path, int flags) { return open64(path, flags); }
int __openat_2(int folder, const char *path, int flags) { return openat(folder, path, flags); }
int __openat64_2(int folder, const char *path, int flags) { return openat64(folder, path, flags); }

FORWARD(int, creat, (const char *p, mode_t m), OPENS, AT_FDCWD, p, p, m)
FORWARD(int, creat64, (const char *p, mode_t m), OPENS, AT_FDCWD, p, p, m)
FORWARD(DIR *, opendir, (const char *p), OPENS, AT_FDCWD, p, p)

FORWARD(int, stat, (const char *restrict p, struct stat *restrict s), LOOKS, AT_FDCWD, p, p, s)
FORWARD(int, lstat, (const char *restrict p, struct stat *restrict s), LOOKS, AT_FDCWD, p, p, s)
FORWARD(int, stat64, (const char *restrict p, struct stat64 *restrict s), LOOKS, AT_FDCWD, p, p, s)
FORWARD(int, lstat64, (const char *restrict p, struct stat64 *restrict s), LOOKS, AT_FDCWD, p, p, s)
FORWARD(int, fstatat, (int d, const char *restrict p, struct stat *restrict s, int f), LOOKS, d, p, d, p, s, f)
FORWARD(int, fstatat64, (int d, const char *restrict p, struct stat64 *restrict s, int f), LOOKS, d, p, d, p, s, f)
FORWARD(int, statx, (int d, const char *restrict p, int f, unsigned m, struct statx *restrict s), LOOKS, d, p, d, p,
        f, m, s)
FORWARD(int, __xstat, (int v, const char *p, struct stat *s), LOOKS, AT_FDCWD, p, v, p, s)
FORWARD(int, __lxstat, (int v, const char *p, struct stat *s), LOOKS, AT_FDCWD, p, v, p, s)
FORWARD(int, __xstat64, (int v, const char *p, struct stat64 *s), LOOKS, AT_FDCWD, p, v, p, s)
FORWARD(int, __lxstat64, (int v, const char *p, struct stat64 *s), LOOKS, AT_FDCWD, p, v, p, s)
FORWARD(int, __fxstatat, (int v, int d, const char *p, struct stat *s, int f), LOOKS, d, p, v, d, p, s, f)
FORWARD(int, __fxstatat64, (int v, int d, const char *p, struct stat64 *s, int f), LOOKS, d, p, v, d, p, s, f)
FORWARD(int, access, (const char *p, int m), LOOKS, AT_FDCWD, p, p, m)
FORWARD(int, faccessat, (int d, const char *p, int m, int f), LOOKS, d, p, d, p, m, f)
FORWARD(int, eaccess, (const char *p, int m), LOOKS, AT_FDCWD, p, p, m)
FORWARD(int, euidaccess, (const char *p, int m), LOOKS, AT_FDCWD, p, p, m)
FORWARD(ssize_t, readlink, (const char *restrict p, char *restrict b, size_t n), LOOKS, AT_FDCWD, p, p, b, n)
FORWARD(ssize_t, readlinkat, (int d, const char *restrict p, char *restrict b, size_t n), LOOKS, d, p, d, p, b, n)
FORWARD(ssize_t, __readlink_chk, (const char *p, char *b, size_t n, size_t r), LOOKS, AT_FDCWD, p, p, b, n, r)
FORWARD(ssize_t, __readlinkat_chk, (int d, const char *p, char *b, size_t n, size_t r), LOOKS, d, p, d, p, b, n, r)
FORWARD(char *, realpath, (const char *restrict p, char *restrict b), LOOKS, AT_FDCWD, p, p, b)
FORWARD(char *, __realpath_chk, (const char *p, char *b, size_t n), LOOKS, AT_FDCWD, p, p, b, n)

FORWARD(int, rename, (const char *p, const char *q), CHANGES, AT_FDCWD, p, p, q)
FORWARD(int, renameat, (int d, const char *p, int e, const char *q), CHANGES, d, p, d, p, e, q)
FORWARD(int, renameat2, (int d, const char *p, int e, const char *q, unsigned f), CHANGES, d, p, d, p, e, q, f)
FORWARD(int, link, (const char *p, const char *q), CHANGES, AT_FDCWD, p, p, q)
FORWARD(int, linkat, (int d, const char *p, int e, const char *q, int f), CHANGES, d, p, d, p, e, q, f)
FORWARD(int, symlink, (const char *p, const char *q), CHANGES, AT_FDCWD, q, p, q)
FORWARD(int, symlinkat, (const char *p, int d, const char *q), CHANGES, d, q, p, d, q)
FORWARD(int, unlink, (const char *p), CHANGES, AT_FDCWD, p, p)
FORWARD(int, unlinkat, (int d, const char *p, int f), CHANGES, d, p, d, p, f)
FORWARD(int, remove, (const char *p), CHANGES, AT_FDCWD, p, p)
FORWARD(int, rmdir, (const char *p), CHANGES, AT_FDCWD, p, p)
FORWARD(int, mkdir, (const char *p, mode_t m), CHANGES, AT_FDCWD, p, p, m)
FORWARD(int, mkdirat, (int d, const char *p, mode_t m), CHANGES, d, p, d, p, m)
FORWARD(int, mkfifo, (const char *p, mode_t m), CHANGES, AT_FDCWD, p, p, m)
FORWARD(int, mkfifoat, (int d, const char *p, mode_t m), CHANGES, d, p, d, p, m)
FORWARD(int, mknod, (const char *p, mode_t m, dev_t v), CHANGES, AT_FDCWD, p, p, m, v)
FORWARD(int, mknodat, (int d, const char *p, mode_t m, dev_t v), CHANGES, d, p, d, p, m, v)
FORWARD(int, chmod, (const char *p, mode_t m), CHANGES, AT_FDCWD, p, p, m)
FORWARD(int, fchmodat, (int d, const char *p, mode_t m, int f), CHANGES, d, p, d, p, m, f)
FORWARD(int, chown, (const char *p, uid_t u, gid_t g), CHANGES, AT_FDCWD, p, p, u, g)
FORWARD(int, lchown, (const char *p, uid_t u, gid_t g), CHANGES, AT_FDCWD, p, p, u, g)
FORWARD(int, fchownat, (int d, const char *p, uid_t u, gid_t g, int f), CHANGES, d, p, d, p, u, g, f)
FORWARD(int, truncate, (const char *p, off_t n), CHANGES, AT_FDCWD, p, p, n)
FORWARD(int, truncate64, (const char *p, off64_t n), CHANGES, AT_FDCWD, p, p, n)
FORWARD(int, utimes, (const char *p, const struct timeval t[2]), CHANGES, AT_FDCWD, p, p, t)
FORWARD(int, utimensat, (int d, const char *p, const struct timespec t[2], int f), CHANGES, d, p, d, p, t, f)
FORWARD(int, chdir, (const char *p), CHANGES, AT_FDCWD, p, p)

/* A program that is started anew would run without this library; native code can call the kernel by itself. */
#define MARKED(type, name, parameters, what, ...)                                                                      \
    type name parameters {                                                                                             \
        type (*real) parameters = (type (*) parameters) next(#name);                                                   \
        mark(what);                                                                                                    \
        return real(__VA_ARGS__);                                                                                      \
    }

MARKED(int, execve, (const char *p, char *const a[], char *const e[]), STARTED_PROGRAM, p, a, e)
MARKED(int, execv, (const char *p, char *const a[]), STARTED_PROGRAM, p, a)
MARKED(int, execvp, (const char *p, char *const a[]), STARTED_PROGRAM, p, a)
MARKED(int, execvpe, (const char *p, char *const a[], char *const e[]), STARTED_PROGRAM, p, a, e)
MARKED(int, fexecve, (int d, char *const a[], char *const e[]), STARTED_PROGRAM, d, a, e)
MARKED(int, execveat, (int d, const char *p, char *const a[], char *const e[], int f), STARTED_PROGRAM, d, p, a, e, f)
MARKED(int, system, (const char *c), STARTED_PROGRAM, c)
MARKED(FILE *, popen, (const char *c, const char *m), STARTED_PROGRAM, c, m)
MARKED(int, posix_spawn,
       (pid_t *restrict i, const char *restrict p, const posix_spawn_file_actions_t *restrict f,
        const posix_spawnattr_t *restrict t, char *const a[restrict], char *const e[restrict]),
       STARTED_PROGRAM, i, p, f, t, a, e)
MARKED(int, posix_spawnp,
       (pid_t *restrict i, const char *restrict p, const posix_spawn_file_actions_t *restrict f,
        const posix_spawnattr_t *restrict t, char *const a[restrict], char *const e[restrict]),
       STARTED_PROGRAM, i, p, f, t, a, e)

long syscall(long number, ...) {
    long a[6];
    va_list rest;
    va_start(rest, number);
    for (int i = 0; i < 6; i++) a[i] = va_arg(rest, long);
    va_end(rest);
    /* These four the interpreter needs, where the C library has no function of that name. */
    if (number != SYS_getrandom && number != SYS_pidfd_open && number != SYS_gettid && number != SYS_futex)
        mark(LOADED_NATIVE);
    return ((long (*)(long, ...)) next("syscall"))(number, a[0], a[1], a[2], a[3], a[4], a[5]);
}

void *dlopen(const char *path, int flags) {
    void *(*real)(const char *, int) = (void *(*)(const char *, int)) next("dlopen");
    const char *name = path ? strrchr(path, '/') : NULL;
    name = name ? name + 1 : path;
    if (!path || *path != '/' || !is_system(path) || !strncmp(name, "_ctypes", 7) || !strncmp(name, "_test", 5) ||
        !strncmp(name, "_cffi", 5))
        mark(LOADED_NATIVE);
    return real(path, flags);
}
