#include "tridens/middle/middle.hh"
