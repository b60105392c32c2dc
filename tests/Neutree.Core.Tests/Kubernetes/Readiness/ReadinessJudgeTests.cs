using Neutree.Core.Go;
using Neutree.Core.Kubernetes;
using Neutree.Core.Kubernetes.Readiness;
using Neutree.Core.Tests.Fixtures;
using Neutree.Core.Yaml;

namespace Neutree.Core.Tests.Kubernetes.Readiness;

public sealed class ReadinessJudgeTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);

    public static TheoryData<string, string> Cases()
    {
        TheoryData<string, string> all = [];
        foreach (string file in (string[])["kstatus", "legacy", "completion"])
        {
            foreach (ObjectFields item in Read(file))
            {
                all.Add(file, item.Text("case"));
            }
        }

        return all;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void An_object_is_judged_as_its_case_says(string rules, string name)
    {
        ObjectFields given = Read(rules).Single(item => item.Text("case") == name);
        bool waitForJobs = given.Flag("waitForJobs");
        IReadinessJudge judge = rules switch
        {
            "kstatus" => new KstatusJudge(waitForJobs),
            "legacy" => new LegacyJudge(waitForJobs),
            _ => new CompletionJudge(),
        };
        KubernetesObject item = new((GoMap)given.Value("object")!);
        Owned owned = new([.. (given.Value("owned") as GoSlice ?? new GoSlice([])).OfType<GoMap>().Select(map => new KubernetesObject(map))]);

        Judgement judgement = judge.Judge(item, owned, Now);

        Assert.Equal(new Judgement(Enum.Parse<ReadinessState>(given.Text("state")), given.Text("message"), given.Flag("final")), judgement);
    }

    private static ObjectFields[] Read(string file)
    {
        string path = Path.Join(TestFolders.Repository, "tests", "Neutree.Core.Tests", "Kubernetes", "Readiness", "Cases", file + ".yaml");
        GoSlice all = (GoSlice)YamlReader.ReadKeepingIntegers(GoString.Adopt(File.ReadAllBytes(path)))!;
        return [.. all.Cast<GoMap>().Select(map => new ObjectFields(map))];
    }

    private sealed class Owned(KubernetesObject[] all) : IOwnedObjects
    {
        public IEnumerable<KubernetesObject> OwnedBy(string ownerUid, string kind) => all.Where(item => item.Kind == kind);
    }
}
