/// How often the process has asked for memory.
long allocation_count(void);

/// How many bytes the process has in use.
long allocated_bytes(void);
