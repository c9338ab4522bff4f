/* The card printer. One card lies in it at a time. */

#include <string.h>

static struct {
    char name[16];
    int is_admin;
    int floor;
} card;

void card_write(const char *name, int is_admin, int floor)
{
    memset(&card, 0, sizeof card);
    card.is_admin = is_admin;
    card.floor = floor;
    strcpy(card.name, name);
}

const char *card_name(void)
{
    return card.name;
}

int card_is_admin(void)
{
    return card.is_admin != 0;
}

int card_floor(void)
{
    return card.floor;
}
