using Neutree.Cli;

using Termination termination = new();
return await CommandLine.RunAsync(args, termination).ConfigureAwait(false);
