using Build.WebPages;
using Layercake.Engine;
using Layercake.Engine.Memory;
using Layercake.Secrecy;
using Layercake.Web.Runs;

namespace Layercake.Build.Tests.WebPages;

public sealed class DescriptionSecrecyTests
{
    private const string Secret = "canary-4711";

    [Fact]
    public void A_registered_secret_is_in_nothing_that_the_page_shows_without_a_run()
    {
        var redactor = new Redactor();
        redactor.Register(Secret);
        var secrecy = new DescriptionSecrecy(redactor);
        var held = new EnvironmentLock
        {
            Owner = Secret,
            User = Secret,
            Since = DateTimeOffset.UnixEpoch,
            Message = Secret,
        };

        object[] shown =
        [
            secrecy.Clean(new ShownMapping("run as", Secret, $"to {Secret}", "dev.mappings.json(1)")),
            secrecy.Clean(
                new GitState
                {
                    Branch = $"feature/{Secret}",
                    Commit = "1",
                    Remote = $"https://host/{Secret}",
                    Changed = [new ChangedFile($"jobs/{Secret}.json", "new")],
                }
            ),
            secrecy.Clean(
                new EnvironmentState
                {
                    WorkspaceId = "1",
                    SignedInAs = Secret,
                    Recorded = [],
                    Commit = Secret,
                    Lease = null,
                    Lock = new FoundLock("path", held, Problem: Secret),
                }
            ),
        ];

        var text = string.Join('\n', shown);
        Assert.DoesNotContain(Secret, text, StringComparison.Ordinal);
        Assert.Contains("feature/***", text, StringComparison.Ordinal);
    }
}
