using Build.Ci;
using Build.CommandLine;
using Layercake.Engine.Declarations;
using Layercake.Engine.Sealing;

namespace Build.Sealing;

/// <summary>Opens the sealed plan that the command line names.</summary>
internal static class ApprovedPlan
{
    /// <param name="path">The full path.</param>
    /// <param name="shown">The path as it was written.</param>
    /// <returns>Null, and findings that say why it is not used.</returns>
    public static OpenedPlan? Open(string path, string shown, HostArguments arguments, ICollection<Finding> findings)
    {
        var (id, isApplied) = (arguments["plan-id"], arguments.Targets.Contains("Deploy"));
        if (isApplied && id is null && CiSystem.IsKnown(Environment.GetEnvironmentVariable))
        {
            findings.Add(
                Finding(
                    SealedPlanException.Other,
                    shown,
                    "In CI the approved step has to say which plan was approved: --plan-id=ID, with the id that Plan printed there. Do not "
                        + "take it from this file."
                )
            );
            return null;
        }

        try
        {
            return OpenedPlan.Open(path, id, unpack: isApplied, arguments.Has("strict-plan"), arguments["confirm"]);
        }
        catch (SealedPlanException e)
        {
            findings.Add(Finding(e.Code, shown, $"{char.ToUpperInvariant(e.Message[0])}{e.Message[1..]}"));
            return null;
        }
    }

    /// <summary>Whether the file is a plan that must not be applied, and not something else by mistake.</summary>
    public static bool IsRefused(Finding finding) => finding.Code is SealedPlanException.Altered or SealedPlanException.Other;

    private static Finding Finding(string code, string file, string message) =>
        new()
        {
            Severity = Severity.Error,
            Code = code,
            File = file,
            Message = message,
        };
}
