using Build.Running;
using Build.WebPages;
using Layercake.Testing;
using Layercake.Web.Access;
using Layercake.Web.Configuration;

namespace Layercake.Build.Tests.WebPages;

public sealed class WebConfigurationsTests : IDisposable
{
    private readonly TempDirectory folder = new();

    public WebConfigurationsTests() => Directory.CreateDirectory(folder["assets"]);

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Without_options_the_page_is_for_one_user_of_this_machine()
    {
        var web = Read();

        Assert.Equal(SignInMode.OneTimeAddress, web.Mode);
        Assert.True(web.IsLoopback);
    }

    [Fact]
    public void A_way_to_sign_in_needs_a_configuration() =>
        Assert.Contains("needs --web-config=FILE", Refusal("--auth=proxy"), StringComparison.Ordinal);

    [Fact]
    public void What_is_wrong_in_the_configuration_is_said_with_its_place() =>
        Assert.StartsWith(
            "web.json(1,3): error WEB002: listen must be",
            Refusal($"--web-config={folder.Write("web.json", """{ "listen": 1 }""")}"),
            StringComparison.Ordinal
        );

    [Fact]
    public void A_server_for_other_machines_does_not_start_without_sign_in() =>
        Assert.Contains(
            "nobody would have to sign in",
            Refusal($"--web-config={folder.Write("web.json", """{ "listen": "0.0.0.0" }""")}"),
            StringComparison.Ordinal
        );

    [Fact]
    public void A_configuration_among_the_assets_is_refused_also_behind_a_link()
    {
        var inside = folder.Write("assets/web.json", "{}");
        Assert.Contains("is in the folder of assets", Refusal($"--web-config={inside}"), StringComparison.Ordinal);
        if (OperatingSystem.IsWindows())
            return; // where making links takes rights

        File.CreateSymbolicLink(folder["link.json"], inside);
        Assert.Contains("is in the folder of assets", Refusal($"--web-config={folder["link.json"]}"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_command_line_knows_the_ways_to_sign_in_that_the_page_knows() =>
        Assert.Equal(SignInModes.Names, WebCommandLine.Options.Find("--auth")!.Only);

    [Fact]
    public void The_command_line_knows_the_modes_that_the_page_knows() =>
        Assert.Equal(AppModes.Names, WebCommandLine.Options.Find("--app-mode")!.Only);

    [Fact]
    public void The_mode_comes_from_the_command_line_before_the_variable_and_from_that_before_the_file()
    {
        var file = $"--web-config={folder.Write("web.json", """{ "app_mode": { "prod": "import" } }""")}";
        AppMode Mode(string? variable, params string[] options) => Read(variable, options).AppModes.Of("prod");

        Assert.Equal(AppMode.Both, Mode(null));
        Assert.Equal(AppMode.Import, Mode("", file));
        Assert.Equal(AppMode.Export, Mode("export", file));
        Assert.Equal(AppMode.Both, Mode("export", file, "--app-mode=both"));
    }

    [Fact]
    public void A_variable_that_names_no_mode_ends_the_start()
    {
        var refused = Assert.Throws<BuildFailedException>(() => Read("deploy", []));

        Assert.Equal(ExitCodes.Wrong, refused.ExitCode);
        Assert.Equal("The variable APP_MODE says deploy. It may be export, import, both, or empty.", refused.Message);
    }

    private string Refusal(string option)
    {
        var refused = Assert.Throws<BuildFailedException>(() => Read(option));
        Assert.Equal(ExitCodes.Wrong, refused.ExitCode);
        return refused.Message;
    }

    private WebConfiguration Read(params string[] options) => Read(null, options);

    private WebConfiguration Read(string? mode, string[] options)
    {
        var (run, arguments) = WebCommandLine.Read(folder, options);
        return WebConfigurations.Read(run, arguments, ["dev", "prod"], name => name == WebConfigurations.ModeVariable ? mode : null);
    }
}
