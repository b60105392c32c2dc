using Neutree.Core.Packages;
using Neutree.Core.Compose;
using Neutree.Core.Packages.Finding;
using Neutree.Core.Tests.Fixtures;

namespace Neutree.Core.Tests.Packages.Finding;

public sealed class ComposeImagesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private async Task<string[]> FindAsync() =>
        [.. (await new ImageFinder(new ImageFindOptions { ComposeFiles = [_folder.File("site/compose.yaml")] }).FindAsync(CancellationToken.None).ToListAsync())
            .Select(image => $"{image.Image} {string.Join(" ", image.Reasons.Select(reason => $"{reason.Resource}@{reason.Source}"))}")];

    [Fact]
    public async Task A_project_is_read_as_compose_puts_it_together()
    {
        _folder.Write("site/compose.yaml", """
            include:
              - more/extra.yaml
              - path: [more/other.yaml]
            x-base: &base
              image: team/base:1
              profiles: [debug]
            services:
              a: {<<: *base}
              b: {extends: {service: a}}
              c: {extends: {file: more/common.yaml, service: web}}
              d: {image: "${REGISTRY:-quay.io}/team/d:${D_TAG}"}
              e: {image: "team/e:${UNSET_1:-${D_TAG:-9}}", volumes: [{type: image, source: "team/data:1", target: /data}, "named:/v"]}
              f: {provider: {type: awesomecloud}}
            ---
            services:
              a: {environment: [X=1]}
              g: {image: team/g:1}
            """u8);
        _folder.Write("site/.env", "# versions\nexport D_TAG='4.2'\nOTHER=\"${D_TAG}-x\" # comment\n"u8);
        _folder.Write("site/more/extra.yaml", "services: {x: {image: 'team/x:1'}}"u8);
        _folder.Write("site/more/other.yaml", "services: {o: {image: 'team/o:${OTHER}'}}"u8);
        _folder.Write("site/more/common.yaml", "services: {web: {extends: {service: root}}, root: {image: 'team/common:1'}}"u8);

        Assert.Equal(
            [
                "quay.io/team/d:4.2 service d@site/compose.yaml",
                "team/base:1 service a@site/compose.yaml service b@site/compose.yaml",
                "team/common:1 service c@more/common.yaml",
                "team/data:1 service e@site/compose.yaml",
                "team/e:4.2 service e@site/compose.yaml",
                "team/g:1 service g@site/compose.yaml",
                "team/o:4.2-x service o@more/other.yaml",
                "team/x:1 service x@more/extra.yaml",
            ],
            await FindAsync());
    }

    [Theory]
    [InlineData("services: {a: {build: .}}", "the service a is built and its image has no name; give it one with image:, and build it before it is packed")]
    [InlineData("services: {a: {command: x}}", "the service a has no image")]
    [InlineData("services: {a: {extends: {service: b}}, b: {extends: {service: a}}}", "its includes or services lead to others more than 20 deep")]
    [InlineData("services: {a: {extends: {service: z}}}", "the service a extends z, which isn't in compose.yaml")]
    [InlineData("include: [compose.yaml]", "its includes or services lead to others more than 20 deep")]
    [InlineData("include: ['https://example.com/x.git']", "it includes https://example.com/x.git, which isn't a file here")]
    [InlineData("volumes: {}", "it has no services")]
    public async Task What_has_no_image_is_told(string text, string reason)
    {
        _folder.Write("site/compose.yaml", System.Text.Encoding.UTF8.GetBytes(text));

        ComposeException error = await Assert.ThrowsAsync<ComposeException>(FindAsync);

        Assert.Equal($"the compose file {_folder.File("site/compose.yaml")} can't be used: {reason}", error.Message);
    }

    [Fact]
    public async Task A_file_that_is_included_and_not_there_is_told_by_its_path()
    {
        _folder.Write("site/compose.yaml", "include: [gone.yaml]"u8);

        PackageException error = await Assert.ThrowsAsync<PackageException>(FindAsync);

        Assert.Equal(("Package.ComposeFileUnreadable", _folder.File("site/gone.yaml")), (error.ErrorId, error.Target));
    }
}
