#include "tridens/high/high.hh"
#include "tridens/low/detail/x.hh"
