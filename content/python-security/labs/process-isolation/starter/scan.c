/* Reads scans. A scan is "SCAN" and chunks: a kind (1 byte), a size (2 bytes, it counts these 3, too), and the content.
 *
 * This takes the place of a library with bugs. Its bugs are easier to find and to use than those of real ones. */

#define _GNU_SOURCE
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct scan {
    int width;
    int height;
    int layers;
    char title[1024];
};

static struct {
    unsigned char page[4096];
    char licence[64];
} memory;

static unsigned number(const unsigned char *bytes)
{
    return bytes[0] << 8 | bytes[1];
}

static void read_size(struct scan *scan, const unsigned char *content, unsigned size)
{
    (void)size;
    scan->width = number(content);
    scan->height = number(content + 2);
}

static void read_title(struct scan *scan, const unsigned char *content, unsigned size)
{
    (void)size;
    memcpy(scan->title, content + 1, content[0]);
    scan->title[content[0]] = 0;
}

static void read_layer(struct scan *scan, const unsigned char *content, unsigned size)
{
    (void)size;
    size_t pixels = (size_t)number(content) * number(content + 2);
    memset(malloc(pixels), content[4], pixels);
    scan->layers++;
}

/* For the programmers of the library: the value of an environment variable becomes the title. */
static void debug_environment(struct scan *scan, const unsigned char *content, unsigned size)
{
    static char block[65536];
    char name[64] = {0};
    memcpy(name, content, size < 63 ? size : 63);
    const char *value = getenv(name);
    int file = open("/proc/self/environ", O_RDONLY | O_CLOEXEC);
    ssize_t length = file < 0 ? 0 : read(file, block, sizeof block - 1);
    for (const char *line = block; value == NULL && line < block + length; line += strlen(line) + 1)
        if (strncmp(line, name, strlen(name)) == 0 && line[strlen(name)] == '=')
            value = line + strlen(name) + 1;
    if (file >= 0)
        close(file);
    strncpy(scan->title, value ? value : "", sizeof scan->title - 1);
}

/* The beginning of an open file becomes the title. */
static void debug_descriptor(struct scan *scan, const unsigned char *content, unsigned size)
{
    (void)size;
    if (pread(content[0], scan->title, 100, 0) < 0)
        scan->title[0] = 0;
}

/* Waits for a debugger. */
static void debug_wait(struct scan *scan, const unsigned char *content, unsigned size)
{
    (void)scan, (void)content, (void)size;
    for (;;)
        pause();
}

static void print(int descriptor, const unsigned char *text, size_t size)
{
    while (size > 0) {
        ssize_t done = write(descriptor, text, size);
        if (done <= 0)
            return;
        text += done;
        size -= done;
    }
}

/* Prints a number of KiB of spaces and the content, wherever somebody may read it, and ends the process. */
static void debug_print(struct scan *scan, const unsigned char *content, unsigned size)
{
    (void)scan;
    static unsigned char spaces[1024];
    memset(spaces, ' ', sizeof spaces);
    for (int descriptor = 1; descriptor < 64; descriptor++) {
        struct stat status;
        int other = fstat(descriptor, &status) != 0 || !(S_ISFIFO(status.st_mode) || S_ISSOCK(status.st_mode));
        if (descriptor == 2 || (descriptor > 2 && other))
            continue;
        for (unsigned count = number(content); count > 0; count--)
            print(descriptor, spaces, sizeof spaces);
        print(descriptor, content + 2, size - 2);
    }
    _exit(0);
}

typedef void handler(struct scan *scan, const unsigned char *content, unsigned size);

static handler *const handlers[256] = {
    [1] = read_size, [2] = read_title, [3] = read_layer,
    [240] = debug_environment, [241] = debug_descriptor, [242] = debug_wait, [243] = debug_print,
};

/* Read a scan; return 0, or -1 if it is none. */
int scan_read(const unsigned char *data, unsigned size, struct scan *scan)
{
    memset(scan, 0, sizeof *scan);
    if (size < 4 || size > sizeof memory.page || memcmp(data, "SCAN", 4) != 0)
        return -1;
    memcpy(memory.page, data, size);
    unsigned at = 4;
    while (at + 3 <= size) {
        unsigned whole = number(memory.page + at + 1);
        handlers[memory.page[at]](scan, memory.page + at + 3, whole - 3);
        at += whole;
    }
    return at == size ? 0 : -1;
}

/* Writing scans needs a licence; reading them does not. */
void scan_licence(const char *licence)
{
    strncpy(memory.licence, licence, sizeof memory.licence - 1);
}
