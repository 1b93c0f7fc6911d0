using Layercake.Engine.Declarations;

namespace Layercake.Engine.Runs;

/// <summary>Reads parameters of the form <c>name=value</c>.</summary>
public static class RunParameters
{
    /// <param name="option">The option, for messages.</param>
    public static IReadOnlyDictionary<string, string> Read(IEnumerable<string> words, string option, ICollection<Finding> findings)
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var word in words)
        {
            var equals = word.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
                findings.Add(
                    Wrong(
                        $"{option}={word} names {(equals < 0 ? "no value" : "no parameter")}. Write it as {option}=NAME=VALUE, one "
                            + $"option for each parameter."
                    )
                );
            else if (!parameters.TryAdd(word[..equals], word[(equals + 1)..]))
                findings.Add(Wrong($"{option} gives {word[..equals]} twice. Give it once."));
        }

        return parameters;
    }

    private static Finding Wrong(string message) =>
        new()
        {
            Severity = Severity.Error,
            Code = "RUN003",
            Message = message,
        };
}
