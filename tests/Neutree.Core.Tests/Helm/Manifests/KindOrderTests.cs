using Neutree.Core.Helm.Manifests;

namespace Neutree.Core.Tests.Helm.Manifests;

public sealed class KindOrderTests
{
    [Fact]
    public void Known_kinds_come_first_in_their_order_and_unknown_ones_by_name()
    {
        string[] kinds = ["Zebra", "Deployment", "", "ValidatingWebhookConfiguration", "Namespace", "Apple", "Service", "PriorityClass"];

        Assert.Equal(
            ["PriorityClass", "Namespace", "Service", "Deployment", "ValidatingWebhookConfiguration", "", "Apple", "Zebra"],
            kinds.Order(KindOrder.Install));
    }
}
