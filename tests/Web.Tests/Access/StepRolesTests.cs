using System.Text.RegularExpressions;
using Layercake.Testing;
using Layercake.Web.Access;
using Layercake.Web.Components;
using Layercake.Web.Configuration;
using Layercake.Web.Runs;
using Layercake.Web.Tests.Support;

namespace Layercake.Web.Tests.Access;

/// <summary>What the page says of steps that a user may not take.</summary>
public sealed class StepRolesTests
{
    [Theory]
    [InlineData("", "You may look here. To pull you need the role export. To import you need the role deploy. To remove you need the roles "
        + "deploy and delete.")]
    [InlineData("Export", "To import you need the role deploy. To remove you need the roles deploy and delete.")]
    [InlineData("Export Deploy", "To remove you need the role delete.")]
    [InlineData("Export Deploy Delete", null)]
    public void The_page_names_the_roles_that_are_missing_and_what_for(string roles, string? sentence)
    {
        var runs = new RunList(new MemoryRunHost(), new ManualClock(), AppModes.Both, MemoryRunHost.NoTokens);
        var user = User([WebRole.Look, .. roles.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Enum.Parse<WebRole>)]);

        Assert.Equal(
            sentence,
            StepRoles.Sentence(
                [
                    new("pull", runs.Lacks(user, Request(RunTask.Pull))),
                    new("import", runs.Lacks(user, Request(RunTask.Apply))),
                    new("remove", runs.Lacks(user, Request(RunTask.Apply), deletes: true)),
                ]
            )
        );
    }

    [Fact]
    public void Steps_that_need_the_same_are_named_together() =>
        Assert.Equal(
            "You may look here. To pull, export and push you need the role export.",
            StepRoles.Sentence([new("pull", [WebRole.Export]), new("export", [WebRole.Export]), new("push", [WebRole.Export])])
        );

    [Theory]
    [InlineData("export", "You may look here. To export and push you need the role export.")]
    [InlineData("import", "You may look here. To pull you need the role export. To import you need the role deploy.")]
    public async Task Whoever_may_only_look_reads_what_they_need(string page, string sentence)
    {
        await using var server = await SignInServer.StartAsync(
            new WebConfiguration
            {
                Mode = SignInMode.Proxy,
                TrustedProxies = [SignInServer.Loopback],
                Roles = SignInServer.Rules("lookers", "deployers"),
            }
        );

        var (_, html) = await server.GetAsync(
            $"/environments/dev/{page}",
            ("X-Forwarded-User", "ann"),
            ("X-Forwarded-Groups", "lookers")
        );

        Assert.Contains(sentence, Regex.Replace(html, @"\s+", " "), StringComparison.Ordinal);
    }

    private static WebUser User(IEnumerable<WebRole> roles) =>
        new("ann", new Dictionary<string, IReadOnlySet<WebRole>> { [RoleRules.AnyEnvironment] = roles.ToHashSet() });

    private static RunRequest Request(RunTask task) => new() { Task = task, Environment = "dev" };
}
