/* gcc: 'reader_model' undeclared | clang: use of undeclared identifier 'reader_model' */
#define MISUSE (void)quern_open("", QUERN_MODELS(reader))
#include "common.h"
