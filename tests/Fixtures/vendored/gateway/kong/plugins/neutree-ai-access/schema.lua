return { name = "neutree-ai-access", fields = {} }
