using Build.Preparation;
using Build.Printing;
using Build.Record;
using Build.Running;
using Build.Text;
using Build.Views;
using Layercake.Engine.Kinds;
using Layercake.Engine.Planning;

namespace Build.Deployments;

/// <summary>The steps that find out whether a deployment could be made.</summary>
internal sealed class CheckSteps(
    RunOptions run,
    DeploymentPreparation preparation,
    PlanCreator plans,
    Output output,
    ReviewView reviews,
    SkippedAssets skipped,
    BorrowedEnvironmentNotice borrowed,
    RunRecord record,
    RunWrites writes
)
{
    public async Task ValidateAsync()
    {
        var read = await preparation.Assets;
        output.Line(
            $"Checked {DisplayText.Count(read.Declared.Declarations.Count, "declaration")} for {read.Environment!.Name}: no "
                + $"errors{(read.Skipped.Count == 0 ? "" : " in these")}.",
            Tone.Good
        );
    }

    public async Task ValidateOnlineAsync()
    {
        var planned = await plans.PlanRestAsync(KindTable.Names);
        var reviewed = new WorkspaceReviewed(planned.Plan.Environment, WorkspaceReview.Of(planned, skipped.All));
        record.AddFact(reviewed);
        reviews.Show(reviewed);
        if (skipped.All.Count > 0 && !run.SkipErrors)
            throw new BuildFailedException(
                ExitCodes.Wrong,
                $"{DisplayText.Count(skipped.All.Count, "asset")} would not be deployed because of errors; see above. {writes.Summary}"
            );
    }

    public async Task FetchSecretsAsync()
    {
        var fetched = await preparation.Secrets;
        borrowed.Show(fetched.Environment);
        if (fetched.Secrets.Choice is { } choice)
            output.Line(choice);
        output.Line(
            fetched.Secrets.Fetched.Count == 0
                ? $"Fetched {fetched.Secrets}."
                : $"Fetched {fetched.Secrets} from {fetched.Environment.Vault!.ToString().TrimEnd('/')} as "
                    + $"{fetched.Secrets.Reader.Description}."
        );
        foreach (var source in fetched.Secrets.LineEndsCut)
            output.Line($"warning: {source} ends with a line end, which was cut off. Store it without.", Tone.Change);
    }

    public async Task GetTokenAsync()
    {
        var connection = (await preparation.Workspace).Connection;
        output.Line($"Got a token for {connection.Url.ToString().TrimEnd('/')} as {connection.SignedInAs}.");
    }
}
