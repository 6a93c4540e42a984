#include "tridens/high/high.hh"
