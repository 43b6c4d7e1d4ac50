"""Pages of the register. Every page about a case enters by `cases.views.door`."""
