namespace Build.CommandLine;

/// <summary>The options that say what is done, with which assets and where. Those of environment settings are not among them.</summary>
internal static class DeploymentOptions
{
    public static readonly KnownOption[] All =
    [
        new()
        {
            Name = "target",
            Value = OptionValue.Text,
            Hint = "TASK",
            Repeatable = true,
            IsCakes = true,
            Aliases = ["-t"],
            Sentence = "What to do, see above; may be given several times. Deploy when left out.",
        },
        new()
        {
            Name = "env",
            Value = OptionValue.Text,
            Hint = "NAME",
            Sentence = "The environment: a file in deployment/environments. local when left out.",
        },
        new()
        {
            Name = "assets",
            Value = OptionValue.Folder,
            Hint = "DIR",
            Sentence =
                "The folder that holds clusters/, jobs/ and the others. When left out, the nearest one from here up to the root of "
                + "the Git repository; for --env=local the samples if there is none.",
        },
        new()
        {
            Name = "package",
            Value = OptionValue.Text,
            Hint = "FILE",
            Sentence =
                "Deploys the assets of a package, after checking its digests: the file, or the folder it was unpacked to. For "
                + "Package, where to write it; artifacts/layercake.zip when left out.",
        },
        new()
        {
            Name = "params",
            Value = OptionValue.Text,
            Hint = "FILE",
            Sentence = "A file of parameters that say how and where to sign in, see docs/sign-in.md.",
        },
        new()
        {
            Name = "skip-errors",
            Sentence = "Leaves out assets with errors, and what depends on them, and goes on with the rest; the exit code is then 4.",
        },
        new()
        {
            Name = "var",
            Value = OptionValue.Assignment,
            Hint = "NAME=VALUE",
            Repeatable = true,
            Sentence = "What ${var.NAME} stands for in declarations; may be given several times. See docs/overlays.md.",
        },
        new()
        {
            Name = "select",
            Value = OptionValue.Text,
            Hint = "KIND.NAME",
            Repeatable = true,
            Sentence =
                "Only these assets: jobs.nightly, clusters.etl-*, notebooks.ingest/*. * stands for any text; may be given several times.",
        },
        new() { Name = "with-needed", Sentence = "Takes along what the selected assets need." },
        new()
        {
            Name = "name",
            Value = OptionValue.Text,
            Hint = "PATTERN",
            Repeatable = true,
            ShortFor = "select",
            Sentence = "Another way to write --select=*.PATTERN.",
        },
        new() { Name = "with-permissions", Sentence = "Exports the permissions too of jobs, notebooks and others that no file has." },
        new() { Name = "allow-empty", Sentence = "A folder without any folder of assets is no error." },
        .. PlanOptions.All,
        new()
        {
            Name = "scope",
            Value = OptionValue.Text,
            Hint = "all",
            Only = ["all"],
            Sentence = "all deletes also what was never in Git, as far as whoever signs in made it; needs --confirm.",
        },
        new()
        {
            Name = "confirm",
            Value = OptionValue.Text,
            Hint = "NAME",
            Sentence =
                "The environment's name, as a word that everything may go which the plan shows. Without it Destroy deletes nothing, and "
                + "Deploy refuses a plan that Destroy --out wrote.",
        },
        new() { Name = "force", Sentence = "Deletes also what runs and what was changed in the workspace since the last deployment." },
        new()
        {
            Name = "allow-data-loss",
            Value = OptionValue.Text,
            Hint = "KIND.NAME",
            Repeatable = true,
            Sentence =
                "Deletes the asset, or makes it anew, although it holds data that is lost by it; may be given several times, or with "
                + "commas.",
        },
        new()
        {
            Name = "asset",
            Value = OptionValue.Text,
            Hint = "KIND.NAME",
            Sentence = "The asset that Forget gives up, or that Adopt takes an object for: jobs.nightly. The object stays as it is.",
        },
        new()
        {
            Name = "id",
            Value = OptionValue.Text,
            Hint = "ID",
            Sentence = "The object that Adopt takes, by the id that it has in the workspace.",
        },
        new()
        {
            Name = "message",
            Value = OptionValue.Text,
            Hint = "TEXT",
            Sentence = "Why Lock keeps deployments away, for those who are refused. No secrets: it is kept in the workspace.",
        },
        new()
        {
            Name = "until",
            Value = OptionValue.Text,
            Hint = "TIME",
            Sentence =
                "When the lock ends by itself: 2026-12-24T18:00Z, 2026-12-24 for the end of that day (UTC), or a duration: 30m, 24h, 7d. "
                + "When left out, Unlock ends it.",
        },
        new()
        {
            Name = "report",
            Value = OptionValue.Text,
            Hint = "DIR",
            Sentence = "Where the report is written. .local/report when left out.",
        },
        new()
        {
            Name = "notebook",
            Value = OptionValue.Text,
            Hint = "PATH",
            Repeatable = true,
            Sentence =
                "The notebook that RunNotebook runs: its path below notebooks/, or a place in the workspace. For TestNotebooks a "
                + "pattern such as tests/orders*, may be given several times; tests/** when left out.",
        },
        new()
        {
            Name = "parameters",
            Value = OptionValue.Text,
            Hint = "NAME=VALUE",
            Repeatable = true,
            Sentence = "A parameter of the run; may be given several times.",
        },
        new()
        {
            Name = "cluster",
            Value = OptionValue.Text,
            Hint = "NAME",
            Sentence = "The cluster that notebooks run on. Serverless compute when left out.",
        },
        new()
        {
            Name = "job-cluster",
            Value = OptionValue.Text,
            Hint = "FILE",
            Sentence = "A cluster made for each run: a file as in clusters/, or its JSON.",
        },
        new()
        {
            Name = "job",
            Value = OptionValue.Text,
            Hint = "NAME",
            Sentence = "The job that RunJob runs.",
        },
        new()
        {
            Name = "run-timeout",
            Value = OptionValue.Text,
            Hint = "SECONDS",
            Sentence = "How long the run of a notebook may take. As long as it wants when left out.",
        },
        new()
        {
            Name = "test-results",
            Value = OptionValue.Text,
            Hint = "FILE",
            Sentence = "Where runs are reported as test cases, in JUnit's XML. artifacts/run-results.xml when left out.",
        },
        new()
        {
            Name = "export",
            Value = OptionValue.Text,
            Hint = "DIR",
            Sentence = "Where the pages of notebooks that ran are saved, as HTML. Nowhere when left out.",
        },
        new()
        {
            Name = "state",
            Value = OptionValue.Text,
            Hint = "DIR",
            Sentence = "Where the local cloud remembers. .local when left out.",
        },
        new()
        {
            Name = "cloud-file",
            Value = OptionValue.Text,
            Hint = "FILE",
            Sentence = "Where a running local cloud says how to reach it. .local/cloud.json when left out.",
        },
        new()
        {
            Name = "port",
            Value = OptionValue.Port,
            Hint = "N",
            Sentence = "The web page's port. Any free one when left out.",
        },
        new()
        {
            Name = "web-config",
            Value = OptionValue.Text,
            Hint = "FILE",
            Sentence = "Where the web page is reached and who may do what there, see docs/web.md. One user of this machine when left out.",
        },
        new()
        {
            Name = "auth",
            Value = OptionValue.Text,
            Hint = "MODE",
            Only = ["entra", "databricks-app", "easy-auth", "proxy"],
            Sentence = "How users of the web page sign in. As its configuration says when left out.",
        },
        new()
        {
            Name = "app-mode",
            Value = OptionValue.Text,
            Hint = "MODE",
            Only = ["export", "import", "both"],
            Sentence =
                "Which ways the web page goes in all environments. As the variable APP_MODE or its configuration says when left out, else "
                + "both.",
        },
        new()
        {
            Name = "clone",
            Value = OptionValue.CloneAddress,
            Hint = "URL",
            Sentence = "The repository that the web page clones when it starts, and takes the files from. See docs/container.md.",
        },
        new()
        {
            Name = "clone-branch",
            Value = OptionValue.Text,
            Hint = "NAME",
            Sentence = "The branch that is cloned. The remote's own when left out.",
        },
        new()
        {
            Name = "workspace-folder",
            Value = OptionValue.WorkspaceFolder,
            Hint = "PATH",
            Sentence = "The Git folder of the workspace that has the web page's files. See docs/web.md.",
        },
        new()
        {
            Name = "http-port",
            Value = OptionValue.Port,
            Hint = "N",
            Sentence = "The local cloud's http port. Any free one when left out.",
        },
        new()
        {
            Name = "https-port",
            Value = OptionValue.Port,
            Hint = "N",
            Sentence = "The local cloud's https port. Any free one when left out.",
        },
    ];
}
