/* gcc: '_Generic' selector of type 'author *' | clang: controlling expression type 'author *' */
#define MISUSE quern_execute(s, "SELECT $1", a)
#include "common.h"
