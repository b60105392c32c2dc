return { name = "neutree-ai-gateway", fields = {} }
