/* gcc: 'int_model' undeclared | clang: use of undeclared identifier 'int_model' */
#define MISUSE             \
    QUERN_EACH(int, i, qs) \
    (void)i
#include "common.h"
