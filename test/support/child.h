/* child.h: how a forked child of a test ends. */
#ifndef QUERN__TEST_SUPPORT_CHILD_H
#define QUERN__TEST_SUPPORT_CHILD_H

/* Ends the child with this status, by way of another program: so that valgrind, which looks for leaks where a program ends, does not
 * take what the child still holds of its parent's for some. Does not return. */
void quern__child_ends(int status);

#endif
