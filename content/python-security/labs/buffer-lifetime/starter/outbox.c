/* The outbox of the letter printer. At night, the printer reads the letters from the memory where they are. */

#define _GNU_SOURCE
#include <stdlib.h>
#include <sys/mman.h>

#define PAGE 4096
#define LETTERS_PER_BLOCK 16
#define FIRST_BLOCK 0x40000000ULL
#define BLOCK_DISTANCE 0x100000000ULL /* 4 GiB, so that each block can grow later */

struct letter {
    const char *address;
    const char *text;
};

static unsigned letters;

/* Return a letter by its number, beginning with 0, or NULL. */
struct letter *outbox_at(unsigned number)
{
    if (number >= letters)
        return NULL;
    return (struct letter *)(FIRST_BLOCK + number / LETTERS_PER_BLOCK * BLOCK_DISTANCE) + number % LETTERS_PER_BLOCK;
}

void outbox_change(struct letter *letter, const char *text)
{
    letter->text = text;
}

struct letter *outbox_add(const char *address, const char *text)
{
    if (letters % LETTERS_PER_BLOCK == 0) {
        void *block = (void *)(FIRST_BLOCK + letters / LETTERS_PER_BLOCK * BLOCK_DISTANCE);
        int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE;
        if (mmap(block, PAGE, PROT_READ | PROT_WRITE, flags, -1, 0) != block)
            abort();
    }
    struct letter *letter = outbox_at(letters++);
    letter->address = address;
    letter->text = text;
    return letter;
}

const char *outbox_address(const struct letter *letter)
{
    return letter->address;
}

const char *outbox_text(const struct letter *letter)
{
    return letter->text;
}
