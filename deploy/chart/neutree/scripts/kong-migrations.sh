# Each command says so and succeeds where it has nothing to do. The first "finish" ends what an interrupted run has left between the two.
kong migrations bootstrap
kong migrations finish
kong migrations up
kong migrations finish
