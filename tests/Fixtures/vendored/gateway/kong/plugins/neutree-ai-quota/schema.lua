return { name = "neutree-ai-quota", fields = {} }
