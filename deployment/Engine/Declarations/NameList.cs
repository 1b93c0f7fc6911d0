namespace Layercake.Engine.Declarations;

/// <summary>Names in a sentence.</summary>
public static class NameList
{
    /// <summary><c>a, b, c and 3 more</c></summary>
    /// <param name="most">More than these are counted.</param>
    public static string Of(IReadOnlyCollection<string> names, int most) =>
        string.Join(", ", names.Take(most)) + (names.Count > most ? $" and {names.Count - most} more" : "");
}
