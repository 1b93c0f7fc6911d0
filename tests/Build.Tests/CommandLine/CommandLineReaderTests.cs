using Build;
using Build.CommandLine;
using Layercake.Engine.Environments.Reading;
using Layercake.Engine.Kinds;

namespace Layercake.Build.Tests.CommandLine;

public sealed class CommandLineReaderTests
{
    private static readonly CommandLineReader Reader = With();

    private static CommandLineReader With(params (string Name, string Value)[] variables) =>
        new(
            KnownOptions.With(EnvironmentSettings.All),
            TargetTable.In(typeof(Program).Assembly, KindTable.Described),
            variables.ToDictionary(variable => variable.Name, variable => variable.Value)
        );

    [Fact]
    public void Nothing_means_deploy()
    {
        var arguments = Reader.Read([]);

        Assert.Empty(arguments.Errors);
        Assert.Equal(["Deploy"], arguments.Targets);
    }

    [Theory]
    [InlineData("--env=dev")]
    [InlineData("--env", "dev")]
    [InlineData("--ENV=dev")]
    public void A_value_follows_an_equals_sign_or_a_blank(params string[] words) => Assert.Equal("dev", Reader.Read(words)["env"]);

    [Fact]
    public void Variables_are_given_one_by_one_and_their_values_may_hold_anything()
    {
        var arguments = Reader.Read(["--var=a=1", "--var", "b=x=y", "--var=c="]);

        Assert.Empty(arguments.Errors);
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["a"] = "1",
                ["b"] = "x=y",
                ["c"] = "",
            },
            arguments.Variables
        );
    }

    [Fact]
    public void A_value_may_hold_equals_signs() => Assert.Equal("/a=b", Reader.Read(["--content-path=/a=b"])["content-path"]);

    [Fact]
    public void Environment_settings_are_overridden_under_their_own_names()
    {
        var arguments = Reader.Read(["--notebooks-path=/X", "--secret-names-tenant-id", "tenant"]);

        Assert.Empty(arguments.Errors);
        Assert.Equal(new() { ["notebooks_path"] = "/X", ["secret_names.tenant_id"] = "tenant" }, arguments.Settings.ToDictionary());
    }

    [Fact]
    public void An_export_of_several_folders_starts_from_the_environment_of_the_first()
    {
        var arguments = Reader.Read(["-t=ExportNotebooks", "-t=ExportJobs", "--notebooks-path=/X", "--notebooks-path=/Y"]);

        Assert.Empty(arguments.Errors);
        Assert.Equal("/X", arguments.Settings["notebooks_path"]);
        Assert.Equal(["/X", "/Y"], arguments.Each("notebooks-path"));
    }

    [Fact]
    public void Targets_run_in_the_order_of_a_deployment_each_once() =>
        Assert.Equal(
            ["FetchSecrets", "DeployClusters", "DeployJobs"],
            Reader.Read(["-t", "DeployJobs", "--target=deployclusters", "-t=FetchSecrets", "-t", "DeployJobs"]).Targets
        );

    [Theory]
    [InlineData("--env needs a value: --env=NAME.", "--env")]
    [InlineData("--env needs a value: --env=NAME.", "--env=")]
    [InlineData("--env needs a value: --env=NAME.", "--env", "--tree")]
    [InlineData("--env is given twice. Give it once.", "--env=a", "--env=b")]
    [InlineData("--content-path is given twice. Give it once.", "--content-path=/a", "--content-path=/b")]
    [InlineData(
        "--notebooks-path is given 2 times, which only an export can use. Give it once.",
        "-t=Export",
        "-t=Plan",
        "--notebooks-path=/a",
        "--notebooks-path=/b"
    )]
    [InlineData("--tree takes no value.", "--tree=yes")]
    [InlineData("--http-port=70000 is no port. Give a number from 0 to 65535; 0 is any free one.", "--http-port=70000")]
    [InlineData("--assets=/no/such: there is no such folder.", "--assets=/no/such")]
    [InlineData("Unknown verbosity verbos. Did you mean verbose? Levels: quiet, minimal, normal, verbose, diagnostic.", "-v", "verbos")]
    [InlineData("Unexpected word deploy. Did you mean --target=Deploy? Options look like --name=value.", "deploy")]
    public void A_mistake_is_named(string error, params string[] words) => Assert.Equal([error], Reader.Read(words).Errors);

    [Fact]
    public void All_mistakes_are_named_at_once_and_the_valid_names_once()
    {
        var errors = Reader.Read(["--evn=dev", "--enviroment=dev", "--asets", "x", "--target=Plam", "--target=Deply"]).Errors;

        Assert.Equal(
            [
                "Unknown option --evn. Did you mean --env?",
                "Unknown option --enviroment. Did you mean --env?",
                "Unknown option --asets. Did you mean --assets?",
                "Unknown target Plam. Did you mean Plan?",
                "Unknown target Deply. Did you mean Deploy?",
            ],
            errors.Take(5)
        );
        Assert.Collection(
            errors.Skip(5),
            line => Assert.StartsWith("Targets: ", line, StringComparison.Ordinal),
            line => Assert.Equal("--help lists all options.", line)
        );
    }

    [Fact]
    public void A_switch_may_be_repeated() => Assert.Empty(Reader.Read(["--tree", "--showtree"]).Errors);

    [Fact]
    public void Cake_sees_the_targets_and_only_the_options_that_it_acts_on() =>
        Assert.Equal(
            ["--target=Plan", "--verbosity=quiet", "--exclusive"],
            Reader.Read(["-v", "quiet", "--env=dev", "-e", "-t", "plan"]).ForCake()
        );

    [Fact]
    public void A_pipeline_gives_options_as_variables_and_an_empty_one_is_not_given()
    {
        var arguments = With(
                ("LAYERCAKE_OPTION_ENV", "dev"),
                ("LAYERCAKE_OPTION_TARGET", "Plan"),
                ("LAYERCAKE_OPTION_NOTEBOOKS_PATH", "/Shared/x y; rm -rf"),
                ("LAYERCAKE_OPTION_VAULT_NAME", "")
            )
            .Read([]);

        Assert.Empty(arguments.Errors);
        Assert.Equal("dev", arguments["env"]);
        Assert.Equal(["Plan"], arguments.Targets);
        Assert.Equal(new() { ["notebooks_path"] = "/Shared/x y; rm -rf" }, arguments.Settings.ToDictionary());
    }

    [Fact]
    public void The_command_line_comes_before_variables()
    {
        var arguments = With(("LAYERCAKE_OPTION_ENV", "prod"), ("LAYERCAKE_OPTION_TARGET", "Deploy")).Read(["--env=dev", "--target=Plan"]);

        Assert.Equal("dev", arguments["env"]);
        Assert.Equal(["Plan"], arguments.Targets);
    }

    [Theory]
    [InlineData(
        "LAYERCAKE_OPTION_NOTEBOOK_PATH",
        "/X",
        "Unknown option --notebook-path. Did you mean --notebooks-path? The variable LAYERCAKE_OPTION_NOTEBOOK_PATH says it."
    )]
    [InlineData(
        "LAYERCAKE_OPTION_HTTP_PORT",
        "x",
        "--http-port=x is no port. Give a number from 0 to 65535; 0 is any free one. The variable LAYERCAKE_OPTION_HTTP_PORT says it."
    )]
    [InlineData("LAYERCAKE_OPTION_DRYRUN", "true", "--dryrun takes no value, so the variable LAYERCAKE_OPTION_DRYRUN cannot say it.")]
    public void A_variable_that_means_nothing_is_an_error(string name, string value, string error) =>
        Assert.Contains(error, With((name, value)).Read([]).Errors);

    [Fact]
    public void Package_and_assets_exclude_each_other() =>
        Assert.Contains(
            "--package and --assets both say what is deployed. Give one of them.",
            Reader.Read(["--package=x.zip", "--assets=."]).Errors
        );
}
