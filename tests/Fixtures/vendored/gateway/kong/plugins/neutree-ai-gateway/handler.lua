return { PRIORITY = 800, VERSION = "1.0.0" }
