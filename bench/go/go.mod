module strait/bench

go 1.19
