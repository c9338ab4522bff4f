/* The members of a copy shop. */
#include <string.h>

struct member {
    char name[16];
    int is_admin;
    int pages;
};

struct member sign_in(const char *name)
{
    struct member m = { .is_admin = 0, .pages = 20 };

    strcpy(m.name, name);
    return m;
}
