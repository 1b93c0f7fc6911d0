using Layercake.Engine.Checking;
using Layercake.Engine.Exporting;
using Layercake.Engine.Planning;
using Layercake.Engine.Provisioning;
using Layercake.Engine.Runs;

namespace Build.Record;

/// <summary>
/// What a run did or found that is no plan, finding or outcome. Each kind of fact has a section of the report, made of it in
/// <c>Reports/Sections/</c>.
/// </summary>
internal abstract record RunFact;

/// <summary>The way to an environment was checked.</summary>
internal sealed record ConnectionChecked(string Environment, IReadOnlyList<CheckResult> Results) : RunFact;

/// <summary>The workspace was exported into the folder of assets, or compared with it.</summary>
internal sealed record FilesExported(string Environment, ExportResult Result, bool DryRun, TimeSpan Duration) : RunFact;

/// <summary>It was found out what the environment lacks in Azure.</summary>
internal sealed record InfrastructurePlanned(InfrastructurePlan Plan) : RunFact;

/// <summary>It was found out how each asset stands to the workspace.</summary>
internal sealed record WorkspaceReviewed(string Environment, WorkspaceReview Review) : RunFact;

/// <summary>Assets were left out because of errors, as <c>--skip-errors</c> wants.</summary>
internal sealed record AssetsLeftOut(IReadOnlyList<SkippedAsset> Assets) : RunFact;

/// <summary>Notebooks or jobs were run in the workspace.</summary>
internal sealed record RunsEnded(IReadOnlyList<RunResult> Results) : RunFact;

/// <summary>The tests of this repository were run, all of them or up to where the run was stopped.</summary>
internal sealed record TestsRun(IReadOnlyList<TestResult> Results) : RunFact;
