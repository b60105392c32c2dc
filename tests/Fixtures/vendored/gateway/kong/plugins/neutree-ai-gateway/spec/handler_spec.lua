describe("gateway", function() end)
