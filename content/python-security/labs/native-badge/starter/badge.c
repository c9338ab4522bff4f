/* The card printer. One card lies in it at a time, at the end of its memory. */

#define _DEFAULT_SOURCE
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static struct card {
    char name[16];
    int is_admin;
    int floor;
} *card;

void card_write(const char *name, int is_admin, int floor)
{
    memset(card, 0, sizeof *card);
    card->is_admin = is_admin;
    card->floor = floor;
    strcpy(card->name, name);
}

const char *card_name(void)
{
    return card->name;
}

int card_is_admin(void)
{
    return card->is_admin != 0;
}

int card_floor(void)
{
    return card->floor;
}

/* Runs when the library is loaded. Nobody may write to the page behind the card. */
__attribute__((constructor)) static void switch_on(void)
{
    size_t page = sysconf(_SC_PAGESIZE);
    char *memory = mmap(NULL, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED || mprotect(memory + page, page, PROT_NONE) != 0)
        abort();
    card = (struct card *)(memory + page) - 1;
}
