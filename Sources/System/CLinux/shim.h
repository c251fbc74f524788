// unistd.h hides this behind _GNU_SOURCE, which Swift's own C library module does not set.
int syncfs(int fd);
