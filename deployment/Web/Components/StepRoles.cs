using Layercake.Web.Access;

namespace Layercake.Web.Components;

/// <summary>A step of a page, and the roles that the user lacks for it.</summary>
/// <param name="Words">As in <c>To … you need</c>.</param>
public sealed record StepRoles(string Words, IReadOnlyList<WebRole> Lacks)
{
    public bool May => Lacks.Count == 0;

    /// <summary>Says which roles are missing for what; null where the user may take all of the steps.</summary>
    public static string? Sentence(IReadOnlyList<StepRoles> steps)
    {
        var missing = steps
            .Where(step => !step.May)
            .GroupBy(step => (step.Lacks.Count == 1 ? "role " : "roles ") + List(step.Lacks.Select(role => role.Word())))
            .Select(group => $"To {List(group.Select(step => step.Words))} you need the {group.Key}.")
            .ToList();
        return missing.Count == 0 ? null : string.Join(' ', steps.Any(step => step.May) ? missing : ["You may look here.", .. missing]);
    }

    private static string List(IEnumerable<string> words) =>
        words.ToList() is [.. var first, var last] && first.Count > 0 ? $"{string.Join(", ", first)} and {last}" : words.Single();
}
