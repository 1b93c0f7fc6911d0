using Cake.Core;
using Cake.Frosting;

namespace Layercake.Frosting.Tests;

public sealed class Notes
{
    public List<string> All { get; } = [];
}

/// <summary>A context in which tasks write down what they did.</summary>
public sealed class NotingContext(ICakeContext context, Notes notes) : FrostingContext(context)
{
    public void Note(string text) => notes.All.Add(text);
}
