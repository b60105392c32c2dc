return { name = "neutree-ai-statistics", fields = {} }
