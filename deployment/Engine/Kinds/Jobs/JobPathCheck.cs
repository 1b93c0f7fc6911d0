using Layercake.Engine.Kinds.Checks;
using Layercake.Engine.Kinds.References;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Kinds.Jobs;

/// <summary>Checks how a job spells paths; whether they lead to something is looked up elsewhere.</summary>
internal sealed class JobPathCheck(CheckReport report)
{
    public void Check(JObject job)
    {
        foreach (var rule in ReferenceTable.Paths.Where(rule => rule.Kind == "jobs"))
            foreach (var value in rule.In(job).OfType<JValue>())
                if (value.Value is string text)
                    Check(job, rule, value, text);
    }

    private void Check(JObject job, PathRule rule, JValue value, string text)
    {
        if (text.StartsWith('/') && rule.Form.HasSource && JobSource.IsGit(job, value))
            report.Error(
                "JOB021",
                value,
                $"{value.Path} is {text}, and files of the job's Git repository have paths relative to its root, without a slash in front. "
                    + "Write the path in the repository, or \"source\": \"WORKSPACE\" beside it."
            );
        else if (!JsonFields.IsOpen(text) && WheelName.IsWrong(text))
            report.Warning(
                "JOB022",
                value,
                $"{value.Path} is {text}, and a wheel of that name is not installed: its name says what is in it. Keep the name that the "
                    + $"build gave it: {WheelName.Form}."
            );
    }
}
