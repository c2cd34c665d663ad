/* gcc: 'reader_model' undeclared | clang: use of undeclared identifier 'reader_model' */
#define MISUSE quern_objects(s, reader)
#include "common.h"
