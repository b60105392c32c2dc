using Neutree.Core.Go;
using Neutree.Core.Kubernetes;

namespace Neutree.TestCluster;

/// <summary>
/// What becomes of a pod without anything being run. Words in an image's name decide: <c>fail</c> can't be pulled, <c>crash</c> ends with
/// an error again and again, <c>unready</c> runs and never becomes ready, <c>hang</c> runs where others end. Other pods become ready, or succeed where their
/// restart policy isn't <c>Always</c>.
/// </summary>
internal sealed class FakePod
{
    private readonly KubernetesObject _pod;
    private readonly int _number;
    private readonly GoMap[] _containers;
    private readonly GoMap[] _initContainers;
    private readonly bool _isService;

    public FakePod(KubernetesObject pod, int number)
    {
        _pod = pod;
        _number = number;
        _containers = Maps("containers");
        _initContainers = Maps("initContainers");
        _isService = pod.Text("spec", "restartPolicy") is "Always" or "";
        Warning = All.Where(container => Has(container, "fail"))
            .Select(container => ("Failed", $"Failed to pull image '{Text(container, "image")}': not found"))
            .Concat(All.Where(container => Has(container, "crash")).Select(container => ("BackOff", $"Back-off restarting failed container {Text(container, "name")}")))
            .Select(warning => ((string, string)?)warning)
            .FirstOrDefault();
    }

    /// <summary>What the kubelet notes about it.</summary>
    public (string Reason, string Message)? Warning { get; }

    private IEnumerable<GoMap> All => _initContainers.Concat(_containers);

    /// <summary>A merge patch of its status.</summary>
    public GoMap Status(string now)
    {
        bool isInitialized = !_initContainers.Any(container => Has(container, "fail") || Has(container, "crash"));
        bool isReady = isInitialized && _isService && !_containers.Any(container => Has(container, "fail") || Has(container, "crash") || Has(container, "unready"));
        bool isPulled = !All.Any(container => Has(container, "fail"));
        bool ends = !_isService && isInitialized && isPulled && !_containers.Any(container => Has(container, "hang"));
        string restart = _pod.Text("spec", "restartPolicy");
        string phase = !isPulled || !isInitialized ? "Pending"
            : !ends ? "Running"
            : !_containers.Any(container => Has(container, "crash")) ? "Succeeded"
            : restart == "Never" ? "Failed"
            : "Running";
        GoMap status = new()
        {
            ["phase"] = (GoString)phase,
            ["hostIP"] = (GoString)"127.0.0.1",
            ["startTime"] = (GoString)now,
            ["conditions"] = new GoSlice(
            [
                Condition("PodScheduled", true, now), Condition("Initialized", isInitialized, now), Condition("ContainersReady", isReady, now), Condition("Ready", isReady, now),
            ]),
            ["initContainerStatuses"] = new GoSlice([.. _initContainers.Select(container => ContainerStatus(container, ends: true, isStarted: true, restart, now))]),
            ["containerStatuses"] = new GoSlice([.. _containers.Select(container => ContainerStatus(container, ends, isInitialized && isPulled, restart, now))]),
        };
        if (phase != "Pending")
        {
            status["podIP"] = (GoString)$"10.78.{_number >> 8 & 255}.{_number & 255}";
        }

        return new GoMap { ["status"] = status };
    }

    private static GoMap Condition(string type, bool isTrue, string now) => new()
    {
        ["type"] = (GoString)type,
        ["status"] = (GoString)(isTrue ? "True" : "False"),
        ["lastTransitionTime"] = (GoString)now,
    };

    private static bool Has(GoMap container, string word) => Text(container, "image").Contains(word, StringComparison.Ordinal);

    private static string Text(GoMap map, string key) => map[key] is GoString text ? text.ToString() : "";

    private static GoMap ContainerStatus(GoMap container, bool ends, bool isStarted, string restart, string now)
    {
        bool crashes = Has(container, "crash");
        GoMap state = Has(container, "fail") ? Waiting("ImagePullBackOff", $"Back-off pulling image {Text(container, "image")}")
            : !isStarted ? Waiting("PodInitializing", "")
            : crashes && restart == "Never" ? Terminated(1, "Error", now)
            : crashes ? Waiting("CrashLoopBackOff", $"back-off 40s restarting failed container={Text(container, "name")}")
            : ends ? Terminated(0, "Completed", now)
            : new GoMap { ["running"] = new GoMap { ["startedAt"] = (GoString)now } };
        GoMap status = new()
        {
            ["name"] = (GoString)Text(container, "name"),
            ["image"] = (GoString)Text(container, "image"),
            ["imageID"] = (GoString)"",
            ["ready"] = state.ContainsKey("running") && !Has(container, "unready"),
            ["restartCount"] = crashes && restart != "Never" ? 3L : 0L,
            ["state"] = state,
        };
        if (crashes && restart != "Never")
        {
            status["lastState"] = Terminated(1, "Error", now);
        }

        return status;
    }

    private static GoMap Waiting(string reason, string message) =>
        new() { ["waiting"] = new GoMap { ["reason"] = (GoString)reason, ["message"] = (GoString)message } };

    private static GoMap Terminated(long code, string reason, string now) => new()
    {
        ["terminated"] = new GoMap { ["exitCode"] = code, ["reason"] = (GoString)reason, ["startedAt"] = (GoString)now, ["finishedAt"] = (GoString)now },
    };

    private GoMap[] Maps(string field) => _pod.Find("spec", field) is GoSlice items ? [.. items.OfType<GoMap>()] : [];
}
