/* short.h: short names for the macros that build values. Include it last: they are macros for all that follows. All are
 * function-like, so a variable may still be called Q. */
#ifndef QUERN_SHORT_H
#define QUERN_SHORT_H

#include <quern/quern.h>

#define Q(...) QUERN_Q(__VA_ARGS__)
#define P(...) QUERN_PATH(__VA_ARGS__)
#define V(...) QUERN_VALUE(__VA_ARGS__)
#define F(...) QUERN_F(__VA_ARGS__)
#define LIST(...) QUERN_LIST(__VA_ARGS__)
#define RANGE(...) QUERN_RANGE(__VA_ARGS__)
#define OBJECT(...) QUERN_OBJECT(__VA_ARGS__)
#define PREFETCH(...) QUERN_PREFETCH(__VA_ARGS__)
#define PARAM(...) QUERN_PARAM(__VA_ARGS__)
#define SET(...) QUERN_SET(__VA_ARGS__)
#define PLUS(...) QUERN_PLUS(__VA_ARGS__)
#define MINUS(...) QUERN_MINUS(__VA_ARGS__)
#define TIMES(...) QUERN_TIMES(__VA_ARGS__)
#define DIVIDE(...) QUERN_DIVIDE(__VA_ARGS__)
#define COMPARE(...) QUERN_COMPARE(__VA_ARGS__)
#define AND(...) QUERN_AND(__VA_ARGS__)
#define OR(...) QUERN_OR(__VA_ARGS__)
#define NOT(...) QUERN_NOT(__VA_ARGS__)
#define ALL(...) QUERN_ALL(__VA_ARGS__)
#define ANY(...) QUERN_ANY(__VA_ARGS__)
#define ASC(...) QUERN_ASC(__VA_ARGS__)
#define DESC(...) QUERN_DESC(__VA_ARGS__)
#define NULLS_FIRST(...) QUERN_NULLS_FIRST(__VA_ARGS__)
#define NULLS_LAST(...) QUERN_NULLS_LAST(__VA_ARGS__)

#endif
