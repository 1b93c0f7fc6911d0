using AngleSharp.Dom;
using Bunit;
using Layercake.Testing;
using Layercake.Web.Access;
using Layercake.Web.Components;
using Layercake.Web.Configuration;
using Layercake.Web.Runs;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FluentUI.AspNetCore.Components;

namespace Layercake.Web.Tests.Support;

/// <summary>A page that is open and connected, of a user with all roles, without a browser.</summary>
internal sealed class OpenPage : BunitContext
{
    private static readonly WebUser ann = new("ann", RoleRules.All);

    private readonly ManualClock clock = new();

    public OpenPage()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddFluentUIComponents();
        Services.AddSingleton<IRunHost>(Host).AddSingleton<TimeProvider>(clock).AddSingleton<RunList>();
        Services.AddSingleton(AppModes.Both).AddSingleton(new WebConfiguration()).AddSingleton(new WebConfiguration().DeployAs);
        Services.AddSingleton(MemoryRunHost.NoTokens);
        SetRendererInfo(new RendererInfo("Server", isInteractive: true));
    }

    public MemoryRunHost Host { get; } = new();

    private RunList Runs => Services.GetRequiredService<RunList>();

    /// <summary>The page of dev.</summary>
    public async Task<IRenderedComponent<T>> OpenAsync<T>()
        where T : EnvironmentPage
    {
        var authentication = Task.FromResult(new AuthenticationState(UserClaims.Write(ann, "test")));
        var page = Render<T>(parameters => parameters.Add(page => page.Environment, "dev").AddCascadingValue(authentication));
        await clock.WhenWaitingAsync(1);
        return page;
    }

    /// <summary>Someone else starts a run, which is under way then.</summary>
    public MemoryRun Start(RunTask task, string environment = "dev")
    {
        Runs.Start(ann with { Name = "bob" }, new RunRequest { Task = task, Environment = environment });
        return Host.Started[^1].Run;
    }

    /// <summary>The only run there is.</summary>
    public WebRun TheRun => Assert.Single(Runs.All(ann));

    /// <summary>The page looks again at what is under way.</summary>
    public void Look() => clock.Advance(TimeSpan.FromMilliseconds(300));

    public static IElement Button<T>(IRenderedComponent<T> page, string text)
        where T : IComponent =>
        Assert.Single(page.FindAll("fluent-button"), button => button.TextContent.Contains(text, StringComparison.Ordinal));
}
