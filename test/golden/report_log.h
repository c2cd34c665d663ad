/* report_log.h: a log that is always the same, for the golden files of reports: a morning of a book shop, in which much goes wrong. */
#ifndef QUERN__TEST_GOLDEN_REPORT_LOG_H
#define QUERN__TEST_GOLDEN_REPORT_LOG_H

#include "lib/report/report.h"

/* Of the shop's log; in memory of its own. */
quern__report quern__report_log_open(quern__log *log);

#endif
